package dev.gyre.trigger.http.internal.serve;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Fields that speak of one connection only (RFC 9110, 7.6.1). They neither reach guests nor come from them. */
final class HopByHop {
    private static final Set<String> NAMES =
            Set.of("connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "http2-settings");

    private HopByHop() {
    }

    /** The names, in lower case, that {@code Connection} fields with these values add to the list. */
    static Set<String> named(List<String> connection) {
        if (connection.isEmpty()) {
            return Set.of();
        }
        Set<String> out = new HashSet<>();
        for (String value : connection) {
            for (String name : value.split(",")) {
                out.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        return out;
    }

    /** @param name in lower case */
    static boolean is(String name) {
        return NAMES.contains(name) || name.startsWith("proxy-");
    }
}
