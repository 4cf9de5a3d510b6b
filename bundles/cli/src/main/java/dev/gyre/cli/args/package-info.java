/** Command lines of the {@code gyre} program. */
@Export
@Version("1.0.0")
package dev.gyre.cli.args;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
