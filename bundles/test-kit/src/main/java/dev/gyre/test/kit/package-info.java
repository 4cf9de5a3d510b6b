/** A container for unit tests of plug-ins: the runtime, loader and engine that ship, real guests, no OSGi. */
@Export
@Version("1.0.0")
package dev.gyre.test.kit;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
