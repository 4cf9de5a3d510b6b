package dev.gyre.component.internal.runtime;

import dev.gyre.api.engine.LinearMemory;
import dev.gyre.component.internal.abi.Encoding;

/** Where the values of one call are: an instance, and the memory and encoding of the function. For one call. */
abstract class Scope {
    final Running rt;
    final Options options;
    final InstanceState instance;

    Scope(Running rt, Options options) {
        this.rt = rt;
        this.options = options;
        this.instance = rt.instance(options.instance());
    }

    /** Not to be kept: it moves when a guest's code runs. */
    public LinearMemory memory() {
        return rt.memory(options.memory().getAsInt());
    }

    public Encoding encoding() {
        return options.encoding();
    }
}
