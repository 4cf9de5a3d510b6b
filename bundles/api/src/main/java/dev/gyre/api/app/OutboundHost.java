package dev.gyre.api.app;

import dev.gyre.api.config.Position;

/**
 * Where a component may connect to: an entry of {@code allowed_outbound_hosts} (Spin 2.0), {@code <scheme>://<host>[:<port>]},
 * or one an older field stands for.
 *
 * @param entry    may refer to variables in double braces; what reads it is the outbound policy
 * @param position where it, or the entry it stands for, is written
 */
public record OutboundHost(String entry, Position position) {
}
