/** Folders of the host as guests see them: nothing here leaves the mount it was opened from, or changes a read-only one. */
@Export
@Version("1.0.0")
package dev.gyre.wasi.backend.file;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
