/** The core-WebAssembly SPI: what an engine must do. Nothing outside an engine bundle names an engine's own types. */
@Export
@Version("1.0.0")
package dev.gyre.api.engine;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
