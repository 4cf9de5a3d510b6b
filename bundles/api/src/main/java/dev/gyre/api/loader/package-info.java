/** Loaders: from a reference to an application with its files staged. */
@Export
@Version("1.0.0")
package dev.gyre.api.loader;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
