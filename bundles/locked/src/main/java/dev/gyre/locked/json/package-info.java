/** JSON as configuration tables with positions, and the way back. */
@Export
@Version("1.0.0")
package dev.gyre.locked.json;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
