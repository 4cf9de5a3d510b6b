package dev.gyre.blobs.stage;

import dev.gyre.blobs.Blob;
import dev.gyre.blobs.BlobSource;

/**
 * A file a guest is to see.
 *
 * @param path   as the registry says, relative to the guest's root; not trusted
 * @param blob   its content
 * @param source where that can be had
 */
public record StagedFile(String path, Blob blob, BlobSource source) {
}
