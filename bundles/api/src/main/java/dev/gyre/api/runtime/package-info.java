/** Deploying applications and leasing instances to handle events. */
@Export
@Version("1.0.0")
package dev.gyre.api.runtime;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
