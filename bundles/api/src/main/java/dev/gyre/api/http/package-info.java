/** A neutral, streaming HTTP exchange between triggers, executors and host interfaces. */
@Export
@Version("1.0.0")
package dev.gyre.api.http;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
