/** What {@code gyre doctor} is made of: bundles add {@link dev.gyre.doctor.Check}s for what they bring. */
@Export
@Version("1.0.0")
package dev.gyre.doctor;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
