/** Connections to Redis servers that may be slow, wrong or hostile: everything is bounded, and credentials are in no message. */
@Export
@Version("1.0.0")
package dev.gyre.redis;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
