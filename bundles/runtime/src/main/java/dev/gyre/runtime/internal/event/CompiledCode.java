package dev.gyre.runtime.internal.event;

import dev.gyre.api.engine.CompiledModule;
import dev.gyre.component.link.CompiledComponent;

/** What an engine made of a component's binary. Equal when it is the very same. */
public sealed interface CompiledCode {
    /** Of a core module. */
    record Module(CompiledModule module) implements CompiledCode {
    }

    /** Of a binary of the component model. */
    record Composed(CompiledComponent component) implements CompiledCode {
    }
}
