/** A store of blobs that were pulled from registries, named by their content. */
@Export
@Version("1.0.0")
package dev.gyre.blobs;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
