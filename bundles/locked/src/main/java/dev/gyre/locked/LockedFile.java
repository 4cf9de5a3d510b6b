package dev.gyre.locked;

/**
 * Something a guest sees among its files.
 *
 * @param content of a file, or of a whole folder where it is the URI of one
 * @param path    where the guest sees it
 */
public record LockedFile(ContentRef content, String path) {
}
