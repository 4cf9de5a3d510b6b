package dev.gyre.api.app;

import java.util.regex.Pattern;

import dev.gyre.api.config.Position;

/**
 * Where a component may connect to: an entry of {@code allowed_outbound_hosts} (Spin 2.0), {@code <scheme>://<host>[:<port>]},
 * or one an older field stands for.
 *
 * @param entry    may refer to variables in double braces; what reads it is the outbound policy
 * @param position where it, or the entry it stands for, is written
 */
public record OutboundHost(String entry, Position position) {
    private static final Pattern CHAINED = Pattern.compile("[^:]+://(\\*|[^/:]+)\\.spin\\.internal(:[^/]*)?/?", Pattern.CASE_INSENSITIVE);

    /** Whether it means other components of the application, {@code <component>.spin.internal} (Spin 2.4). */
    public boolean chained() {
        return CHAINED.matcher(entry.strip()).matches();
    }
}
