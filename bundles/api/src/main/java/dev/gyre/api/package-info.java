/** The contracts between Gyre's bundles. A plug-in depends on this bundle alone. */
@Export
@Version("1.0.0")
package dev.gyre.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
