/**
 * Types of the component model (component-model design/mvp, Explainer.md): immutable data, equal when structurally equal.
 *
 * <p>A resource type is equal by the interface that defines it, without the patch version, when the host defines it
 * ({@link dev.gyre.component.type.ResourceType.Named}), and by identity when a component does.
 */
@Export
@Version("1.0.0")
package dev.gyre.component.type;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
