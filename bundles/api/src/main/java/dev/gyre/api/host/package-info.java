/** What a host interface for core modules is made of, and what it may know of the component it serves. */
@Export
@Version("1.0.0")
package dev.gyre.api.host;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
