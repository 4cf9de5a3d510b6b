package dev.gyre.engine.chicory.internal.run;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;

import dev.gyre.engine.chicory.internal.code.StackLeft;

/** The compiled machine of an instance, and the way from Chicory's instance to ours: host functions find their caller by it. */
record GuestMachine(GuestInstance owner, Machine compiled) implements Machine {
    @Override
    public long[] call(int function, long[] args) {
        StackLeft stack = owner.store().stack();
        int left = stack.bytes();
        try {
            return compiled.call(function, args);
        } finally {
            // An interpreted function that called this one may call others.
            stack.bytes(left);
        }
    }

    static GuestInstance owner(Instance instance) {
        return ((GuestMachine) instance.getMachine()).owner;
    }
}
