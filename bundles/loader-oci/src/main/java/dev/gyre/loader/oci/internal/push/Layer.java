package dev.gyre.loader.oci.internal.push;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

import dev.gyre.api.GyreException;
import dev.gyre.blobs.Digest;
import dev.gyre.loader.oci.internal.registry.Descriptor;

/** A layer and the file that holds it. */
record Layer(Descriptor descriptor, Path content) {
    private static final int BUFFER = 1 << 16;

    /** Hashes the file. */
    static Layer of(Path content, String mediaType) {
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
        return new Layer(new Descriptor(mediaType, Digest.of(sha256), size), content);
    }

    BodyPublisher publisher() {
        try {
            return BodyPublishers.ofFile(content);
        } catch (FileNotFoundException e) {
            throw new GyreException(content + " has disappeared", e);
        }
    }
}
