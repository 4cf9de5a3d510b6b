package dev.gyre.http.listener;

import java.util.Locale;
import java.util.Optional;

/**
 * An application as a listener knows it: where its requests come from and who answers them. Immutable.
 *
 * @param application its name
 * @param host        of the {@code Host} field, when it takes only those; nothing for all that no other site takes
 * @param base        path below which its requests are, without a slash at the end; empty for all
 */
public record Site(String application, ListenAddress listen, Optional<TlsIdentity> tls, Optional<String> host, String base, HttpLimits limits,
        RequestHandler requests) {
    public Site {
        host = host.map(Site::normal);
    }

    /** Names are compared without case and without the dot that ends a full one. */
    static String normal(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** Whether a path, as sent, lies below the base. */
    boolean takes(String path) {
        return path.startsWith(base) && (path.length() == base.length() || base.isEmpty() || path.charAt(base.length()) == '/');
    }

    /** Whether no listener can tell their requests apart. */
    boolean same(Site other) {
        return host.equals(other.host) && base.equals(other.base);
    }

    /** For messages: {@code host shop.example, base /api}. */
    String describe() {
        return host.map(h -> "host " + h + ", ").orElse("") + "base " + (base.isEmpty() ? "/" : base);
    }
}
