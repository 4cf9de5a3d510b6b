package dev.gyre.blobs.http;

import java.util.Optional;

/**
 * How to talk to a server.
 *
 * @param insecure whether it need not prove who it is
 * @param basic    a user's name and password, joined by a colon
 * @param offline  whether it is not asked at all, and taken to be unreachable
 */
public record Access(boolean insecure, Optional<String> basic, boolean offline) {
    /** As strangers, to a server that proves who it is. */
    public static final Access ANONYMOUS = new Access(false, Optional.empty());

    /** To a server that is asked. */
    public Access(boolean insecure, Optional<String> basic) {
        this(insecure, basic, false);
    }

    /** Never the password. */
    @Override
    public String toString() {
        return "Access[insecure=" + insecure + ", basic=" + (basic.isPresent() ? "..." : "none") + ", offline=" + offline + "]";
    }
}
