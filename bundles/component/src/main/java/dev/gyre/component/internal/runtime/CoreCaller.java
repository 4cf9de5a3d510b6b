package dev.gyre.component.internal.runtime;

import dev.gyre.api.engine.Caller;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.component.link.ComponentState;

/** A call of a host function for core modules from inside of a component: it finds the event as it would outside. */
public record CoreCaller(Caller caller) implements Caller {
    @Override
    public CoreInstance instance() {
        return caller.instance();
    }

    @Override
    public Object data() {
        return ((ComponentState) caller.data()).data();
    }

    @Override
    public LinearMemory memory() {
        return caller.memory();
    }
}
