package dev.gyre.trigger.http.internal.serve;

import java.time.Duration;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * What a client still sends although it has been answered. To close a connection with unread data is to reset it, and then the
 * client may never see its answer (RFC 9112, 9.6): so for a while what comes is thrown away. Streams of HTTP/2 end without that.
 * Stateless; blocks, bounded.
 */
final class Leftovers {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long MAX_BYTES = 32L << 20;
    private static final long PAUSE_MILLIS = 5;

    private Leftovers() {
    }

    /** To be called when the answer is on its way, and not yet reported as complete. */
    static void discard(Request request) {
        // Who expects a 100 and got another answer sends nothing; reading would ask for it.
        if (request.getConnectionMetaData().getHttpVersion().getVersion() > HttpVersion.HTTP_1_1.getVersion()
                || request.getHeaders().contains(HttpHeader.EXPECT)) {
            return;
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        long bytes = 0;
        while (bytes < MAX_BYTES && System.nanoTime() < end) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                try {
                    Thread.sleep(PAUSE_MILLIS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            } else if (Content.Chunk.isFailure(chunk)) {
                return;
            } else {
                bytes += chunk.remaining();
                chunk.release();
                if (chunk.isLast()) {
                    return;
                }
            }
        }
    }
}
