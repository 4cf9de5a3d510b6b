package dev.gyre.loader.bindle.internal.push;

import java.nio.file.Path;

import dev.gyre.bindle.Label;
import dev.gyre.bindle.Parcel;
import dev.gyre.blobs.Blob;

/** A parcel and the file that holds its content. */
record Part(Parcel parcel, Path content) {
    /** Hashes the file. */
    static Label label(Path content, String name, String mediaType) {
        Blob blob = Blob.of(content);
        return new Label(blob.digest().hex(), mediaType, name, blob.size());
    }
}
