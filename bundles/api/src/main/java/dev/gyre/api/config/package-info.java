/** Configuration tables that know where each value was written, so that every error can name file, line, column and field. */
@Export
@Version("1.0.0")
package dev.gyre.api.config;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
