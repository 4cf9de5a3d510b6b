/** The canonical, immutable model of an application: what every loader produces and everything else reads. */
@Export
@Version("1.0.0")
package dev.gyre.api.app;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
