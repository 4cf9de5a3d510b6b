/** Talking to registries over HTTP without trusting them. */
@Export
@Version("1.0.0")
package dev.gyre.blobs.http;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
