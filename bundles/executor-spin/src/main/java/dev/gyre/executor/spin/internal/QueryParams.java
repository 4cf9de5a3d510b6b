package dev.gyre.executor.spin.internal;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Query strings as pairs, decoded as {@code application/x-www-form-urlencoded}; what cannot be decoded stays as it is. */
final class QueryParams {
    private QueryParams() {
    }

    static List<Map.Entry<String, String>> parse(String query) {
        List<Map.Entry<String, String>> out = new ArrayList<>();
        for (String pair : query.split("&")) {
            if (!pair.isEmpty()) {
                int eq = pair.indexOf('=');
                out.add(eq < 0
                        ? Map.entry(decode(pair), "")
                        : Map.entry(decode(pair.substring(0, eq)), decode(pair.substring(eq + 1))));
            }
        }
        return out;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
