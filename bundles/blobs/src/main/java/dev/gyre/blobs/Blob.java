package dev.gyre.blobs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

import dev.gyre.api.GyreException;

/**
 * Bytes somebody announced.
 *
 * @param digest of all of them
 * @param size   how many there are
 * @param name   what messages call it
 */
public record Blob(Digest digest, long size, String name) {
    private static final int BUFFER = 1 << 16;

    /** The content of a file, which is read to the end. */
    public static Blob of(Path file) {
        MessageDigest sha256 = Digest.sha256();
        long size = 0;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha256.update(buffer, 0, n);
                size += n;
            }
        } catch (IOException e) {
            throw new GyreException("cannot read " + file + ": " + e, e);
        }
        return new Blob(Digest.of(sha256), size, file.toString());
    }
}
