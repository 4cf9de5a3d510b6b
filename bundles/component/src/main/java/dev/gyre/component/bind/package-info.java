/** Plain Java classes as host interfaces. */
@Export
@Version("1.0.0")
package dev.gyre.component.bind;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
