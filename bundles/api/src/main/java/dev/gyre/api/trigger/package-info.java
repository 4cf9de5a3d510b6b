/** Triggers: they own an event source, route its events and hand them to executors. */
@Export
@Version("1.0.0")
package dev.gyre.api.trigger;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
