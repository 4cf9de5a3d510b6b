/** Files and folders that are safe to keep things in: private to their owner, whole or not there. */
@Export
@Version("1.0.0")
package dev.gyre.api.files;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
