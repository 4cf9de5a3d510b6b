/** Plug-ins: bundles that are not part of the distribution. */
@Export
@Version("1.0.0")
package dev.gyre.api.plugin;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
