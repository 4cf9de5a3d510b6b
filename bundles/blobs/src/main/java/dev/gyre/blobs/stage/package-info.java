/** Staging the files of an application that comes from a registry. */
@Export
@Version("1.0.0")
package dev.gyre.blobs.stage;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
