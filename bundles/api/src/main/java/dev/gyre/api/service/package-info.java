/** Using OSGi services that may be swapped while requests run. */
@Export
@Version("1.0.0")
package dev.gyre.api.service;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
