package dev.gyre.loader.oci.internal.registry;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server asks for in {@code WWW-Authenticate}.
 *
 * @param scheme     lower case
 * @param parameters by lower-case names
 */
record Challenge(String scheme, Map<String, String> parameters) {
    private static final Pattern START = Pattern.compile("^\\s*([A-Za-z]+)(?:\\s+(.*))?$", Pattern.DOTALL);
    private static final Pattern PARAMETER = Pattern.compile("([A-Za-z_-]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s,\"]+))");

    /** The first of the challenges that we can meet. */
    static Optional<Challenge> of(List<String> headers) {
        return headers.stream().map(Challenge::parse).flatMap(Optional::stream)
                .filter(c -> c.scheme.equals("bearer") || c.scheme.equals("basic")).findFirst();
    }

    private static Optional<Challenge> parse(String header) {
        Matcher start = START.matcher(header);
        if (!start.matches()) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        Matcher m = PARAMETER.matcher(start.group(2) == null ? "" : start.group(2));
        while (m.find()) {
            parameters.put(m.group(1).toLowerCase(Locale.ROOT), m.group(2) != null ? m.group(2).replaceAll("\\\\(.)", "$1") : m.group(3));
        }
        return Optional.of(new Challenge(start.group(1).toLowerCase(Locale.ROOT), parameters));
    }
}
