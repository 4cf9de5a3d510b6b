package dev.gyre.bindle.server.internal;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import dev.gyre.bindle.Invoice;

/**
 * A search for bindles: the protocol's strict mode, which is what every server has to have.
 *
 * @param terms all of which must be in the name
 */
record Query(String terms, VersionRange range, long offset, int limit, boolean yanked) {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 255;

    /** @param parameter gives a parameter of the URL, empty when it is absent */
    static Query of(Function<String, String> parameter) {
        return new Query(either(parameter, "q", "query"), VersionRange.parse(either(parameter, "v", "version")),
                number(either(parameter, "o", "offset"), 0, Long.MAX_VALUE / 2), (int) number(either(parameter, "l", "limit"), DEFAULT_LIMIT, MAX_LIMIT),
                flag(parameter.apply("yanked")));
    }

    private static String either(Function<String, String> parameter, String letter, String word) {
        String value = parameter.apply(letter);
        return value.isEmpty() ? parameter.apply(word) : value;
    }

    private static long number(String text, long otherwise, long max) {
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.matches("\\d{1,18}") || Long.parseLong(text) > max) {
            throw new Refusal(400, "\"" + text + "\" is no number up to " + max);
        }
        return Long.parseLong(text);
    }

    /** @throws Refusal for anything but true, false and nothing */
    static boolean flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "", "false" -> false;
            case "true" -> true;
            default -> throw new Refusal(400, "\"" + text + "\" is neither true nor false");
        };
    }

    private boolean matches(Invoice invoice) {
        for (String term : terms.split(" +")) {
            if (!invoice.id().name().contains(term)) {
                return false;
            }
        }
        return (yanked || !invoice.yanked()) && range.matches(invoice.id().version());
    }

    /** The answer, as a table of TOML. */
    Map<String, Object> answer(List<Invoice> all) {
        List<Invoice> found = all.stream().filter(this::matches).toList();
        List<Invoice> page = found.stream().skip(offset).limit(limit).toList();
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("query", terms);
        out.put("strict", true);
        out.put("offset", offset);
        out.put("limit", limit);
        out.put("timestamp", Instant.now().getEpochSecond());
        out.put("total", found.size());
        out.put("more", found.size() > offset + page.size());
        out.put("yanked", yanked);
        out.put("invoices", page.stream().map(Invoice::toTable).toList());
        return out;
    }
}
