package dev.gyre.blobs.http;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;

/**
 * What a server answered.
 *
 * @param uri  that answered, after redirects
 * @param body to be closed; fails when nothing comes for a while
 */
public record Reply(int status, HttpHeaders headers, URI uri, InputStream body) implements AutoCloseable {
    @Override
    public void close() {
        try {
            body.close();
        } catch (java.io.IOException e) {
            // nothing more was wanted from it
        }
    }
}
