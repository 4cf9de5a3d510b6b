package dev.gyre.trigger.http.internal.serve;

import java.util.Set;

/** Fields that speak of one connection only (RFC 9110, 7.6.1). They neither reach guests nor come from them. */
final class HopByHop {
    private static final Set<String> NAMES =
            Set.of("connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "http2-settings");

    private HopByHop() {
    }

    /** @param name in lower case */
    static boolean is(String name) {
        return NAMES.contains(name) || name.startsWith("proxy-");
    }
}
