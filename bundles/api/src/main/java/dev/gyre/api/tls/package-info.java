/** Certificates and private keys, as operators have them in files. */
@Export
@Version("1.0.0")
package dev.gyre.api.tls;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
