/**
 * Locked applications: what Spin makes of a manifest for registries and triggers, as JSON ({@code crates/locked-app} of Spin).
 */
@Export
@Version("1.0.0")
package dev.gyre.locked;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
