package dev.gyre.blobs;

import java.io.IOException;
import java.io.InputStream;

/** Where a blob can be had. Blocks; what it gives is not trusted. */
@FunctionalInterface
public interface BlobSource {
    /**
     * Bytes of a blob.
     *
     * @param content closed by whoever asked
     * @param offset  of its first byte in the blob: the one that was asked for, or 0 from a source that cannot skip
     */
    record Part(InputStream content, long offset) {
    }

    /**
     * The blob from an offset on.
     *
     * @throws IOException                when asking again may help
     * @throws dev.gyre.api.GyreException when it does not
     */
    Part open(long offset) throws IOException;
}
