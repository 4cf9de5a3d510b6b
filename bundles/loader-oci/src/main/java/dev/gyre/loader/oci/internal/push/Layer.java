package dev.gyre.loader.oci.internal.push;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;

import dev.gyre.api.GyreException;
import dev.gyre.blobs.Blob;
import dev.gyre.loader.oci.internal.registry.Descriptor;

/** A layer and the file that holds it. */
record Layer(Descriptor descriptor, Path content) {
    /** Hashes the file. */
    static Layer of(Path content, String mediaType) {
        Blob blob = Blob.of(content);
        return new Layer(new Descriptor(mediaType, blob.digest(), blob.size()), content);
    }

    BodyPublisher publisher() {
        try {
            return BodyPublishers.ofFile(content);
        } catch (FileNotFoundException e) {
            throw new GyreException(content + " has disappeared", e);
        }
    }
}
