package dev.gyre.blobs;

/**
 * Bytes somebody announced.
 *
 * @param digest of all of them
 * @param size   how many there are
 * @param name   what messages call it
 */
public record Blob(Digest digest, long size, String name) {
}
