package dev.gyre.engine.chicory.internal.run;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;

/** The compiled machine of an instance, and the way from Chicory's instance to ours: host functions find their caller by it. */
record GuestMachine(GuestInstance owner, Machine compiled) implements Machine {
    @Override
    public long[] call(int function, long[] args) {
        return compiled.call(function, args);
    }

    static GuestInstance owner(Instance instance) {
        return ((GuestMachine) instance.getMachine()).owner;
    }
}
