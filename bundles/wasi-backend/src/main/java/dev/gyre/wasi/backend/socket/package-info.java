/** TCP and UDP of guests, behind the outbound policy, with the shape of {@code wasi:sockets}. */
@Export
@Version("1.0.0")
package dev.gyre.wasi.backend.socket;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
