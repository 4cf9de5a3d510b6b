/** What every generation of WASI is a thin face of: errors, descriptors, clocks and randomness, free of any ABI and engine. */
@Export
@Version("1.0.0")
package dev.gyre.wasi.backend;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
