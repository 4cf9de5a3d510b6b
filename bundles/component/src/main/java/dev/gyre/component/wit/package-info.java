/** WIT text: read, its names looked up, as types of {@link dev.gyre.component.type}. */
@Export
@Version("1.0.0")
package dev.gyre.component.wit;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
