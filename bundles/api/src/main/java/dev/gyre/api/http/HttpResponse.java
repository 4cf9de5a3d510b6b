package dev.gyre.api.http;

import java.io.IOException;
import java.io.OutputStream;

import org.osgi.annotation.versioning.ProviderType;

/** The answer to one request; begun at most once. For the event's thread; may block on a slow client. */
@ProviderType
public interface HttpResponse {
    /**
     * Sends the head. Hop-by-hop fields are left out; names and values are checked.
     *
     * @return the body; closing it ends the response
     * @throws HttpFailure with 500 for a status outside 200 to 599 or fields no HTTP message may carry, before anything is sent
     */
    OutputStream begin(int status, HttpFields headers) throws IOException;

    /**
     * Sets fields to be sent behind the body, before that is closed. They reach clients that say they take them, in answers without {@code content-length};
     * others get none. What only a head may carry is left out.
     */
    default void trailers(HttpFields trailers) {
    }

    /** Sends a whole response. */
    default void send(int status, HttpFields headers, byte[] body) throws IOException {
        try (OutputStream out = begin(status, headers.without(n -> n.equalsIgnoreCase("content-length")).with("content-length", "" + body.length))) {
            out.write(body);
        }
    }

    /** Whether {@link #begin} has been called. */
    boolean begun();
}
