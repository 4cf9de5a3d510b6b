/** The calling conventions of the core-module generations of 2022 (G0, G1, G2): layouts, lifting and lowering. */
@Export
@Version("1.0.0")
package dev.gyre.api.abi;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
