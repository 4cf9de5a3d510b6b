/** Commands of the {@code gyre} program. */
@Export
@Version("1.2.0")
package dev.gyre.cli;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
