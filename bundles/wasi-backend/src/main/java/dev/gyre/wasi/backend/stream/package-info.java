/** An event's input and output streams, and waiting for them. */
@Export
@Version("1.0.0")
package dev.gyre.wasi.backend.stream;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
