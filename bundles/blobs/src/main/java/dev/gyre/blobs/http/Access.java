package dev.gyre.blobs.http;

import java.util.Optional;

/**
 * How to talk to a server.
 *
 * @param insecure whether it need not prove who it is
 * @param basic    a user's name and password, joined by a colon
 */
public record Access(boolean insecure, Optional<String> basic) {
    /** As strangers, to a server that proves who it is. */
    public static final Access ANONYMOUS = new Access(false, Optional.empty());

    /** Never the password. */
    @Override
    public String toString() {
        return "Access[insecure=" + insecure + ", basic=" + (basic.isPresent() ? "..." : "none") + "]";
    }
}
