/** Executors: they turn an event into a guest call and the guest's answer back. */
@Export
@Version("1.0.0")
package dev.gyre.api.executor;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
