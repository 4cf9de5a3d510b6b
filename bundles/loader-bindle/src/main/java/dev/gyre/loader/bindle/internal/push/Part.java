package dev.gyre.loader.bindle.internal.push;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

import dev.gyre.api.GyreException;
import dev.gyre.bindle.Label;
import dev.gyre.bindle.Parcel;
import dev.gyre.blobs.Digest;

/** A parcel and the file that holds its content. */
record Part(Parcel parcel, Path content) {
    private static final int BUFFER = 1 << 16;

    /** Hashes the file. */
    static Label label(Path content, String name, String mediaType) {
        MessageDigest sha256 = Digest.sha256();
        long size = 0;
        try (InputStream in = Files.newInputStream(content)) {
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha256.update(buffer, 0, n);
                size += n;
            }
        } catch (IOException e) {
            throw new GyreException("cannot read " + content + ": " + e, e);
        }
        return new Label(Digest.of(sha256).hex(), mediaType, name, size);
    }
}
