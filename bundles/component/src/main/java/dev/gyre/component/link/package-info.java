/**
 * From a component's bytes to an instance for each event.
 *
 * <pre>
 *   bytes ──Component.read──► Component ──compile(engine)──► CompiledComponent ──link(Imports)──► LinkedComponent ──instantiate(Store)──► ComponentInstance
 *           (decode, validate, plan)       (core modules)                        (per deploy)                    (per event)
 * </pre>
 *
 * <p>Everything up to {@link dev.gyre.component.link.LinkedComponent} is immutable and shared by all threads.
 */
@Export
@Version("1.0.0")
package dev.gyre.component.link;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
