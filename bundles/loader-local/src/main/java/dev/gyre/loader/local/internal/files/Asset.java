package dev.gyre.loader.local.internal.files;

import java.nio.file.Path;

/**
 * A file to be staged.
 *
 * @param source      where its content is
 * @param destination relative to the guest's root
 */
record Asset(Path source, Path destination) {
}
