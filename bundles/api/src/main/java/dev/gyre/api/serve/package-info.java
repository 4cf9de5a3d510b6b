/** A container that serves the applications of a folder: looking at them and changing them. */
@Export
@Version("1.0.0")
package dev.gyre.api.serve;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
