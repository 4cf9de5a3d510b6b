/** Bindle 1.0 as a format: ids, invoices, standalone folders (deislabs/bindle 0.8, {@code docs/}). */
@Export
@Version("1.0.0")
package dev.gyre.bindle;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
