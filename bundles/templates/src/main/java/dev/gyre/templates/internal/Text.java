package dev.gyre.templates.internal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.gyre.api.GyreException;

/** Text with {@code {{ name }}} and {@code {{ name | filter }}}, a small part of what Spin's templates know. Stateless. */
final class Text {
    private static final Pattern REFERENCE = Pattern.compile("\\{\\{\\s*([\\w-]+)\\s*(?:\\|\\s*(\\w+)\\s*)?}}");
    private static final Map<String, UnaryOperator<String>> FILTERS = Map.of(
            "kebab_case", text -> words(text, "-"),
            "snake_case", text -> words(text, "_"),
            "pascal_case", text -> Arrays.stream(words(text, "-").split("-")).filter(w -> !w.isEmpty())
                    .map(w -> w.substring(0, 1).toUpperCase(Locale.ROOT) + w.substring(1)).collect(Collectors.joining()));

    private Text() {
    }

    /** @throws GyreException for a name or filter that is unknown */
    static String fill(String text, Map<String, String> values) {
        return REFERENCE.matcher(text).replaceAll(m -> Matcher.quoteReplacement(value(m.group(1), Optional.ofNullable(m.group(2)), values)));
    }

    private static String value(String name, Optional<String> filter, Map<String, String> values) {
        String value = Optional.ofNullable(values.get(name)).orElseThrow(() -> new GyreException("the template uses \"" + name + "\" and does not ask for it"));
        return filter.map(f -> Optional.ofNullable(FILTERS.get(f)).orElseThrow(() -> new GyreException("the template uses the filter \"" + f + "\", which is unknown")))
                .orElse(UnaryOperator.identity()).apply(value);
    }

    static String kebab(String text) {
        return FILTERS.get("kebab_case").apply(text);
    }

    private static String words(String text, String separator) {
        return text.replaceAll("([a-z0-9])([A-Z])", "$1-$2").replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-|-$", "").toLowerCase(Locale.ROOT).replace("-", separator);
    }
}
