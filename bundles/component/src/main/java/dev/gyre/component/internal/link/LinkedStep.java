package dev.gyre.component.internal.link;

import java.util.Arrays;
import java.util.List;

import dev.gyre.api.engine.CoreFunction;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.Extern;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.InstancePre;
import dev.gyre.component.internal.runtime.Running;

/** What is done for each instance of a linked component. Immutable and thread-safe. */
sealed interface LinkedStep {
    void run(Running rt);

    /**
     * Instantiates a core module.
     *
     * @param deferred slots of what it imports
     * @param names    of exports to keep, in {@code slots}
     */
    record Instantiate(InstancePre module, int[] deferred, String[] names, int[] slots) implements LinkedStep {
        @Override
        public void run(Running rt) {
            Extern[] given = new Extern[deferred.length];
            for (int i = 0; i < given.length; i++) {
                given[i] = rt.extern(deferred[i]);
            }
            CoreInstance instance = module.instantiate(rt.store(), given.length == 0 ? List.of() : Arrays.asList(given));
            for (int i = 0; i < names.length; i++) {
                rt.keep(slots[i], instance.export(names[i]).orElseThrow());
            }
        }
    }

    /** Makes an extern of a function of the runtime. */
    record Function(HostFunction function, int slot) implements LinkedStep {
        @Override
        public void run(Running rt) {
            rt.keep(slot, rt.store().function(function));
        }
    }

    /** Calls what prepares a module. */
    record Call(int slot) implements LinkedStep {
        @Override
        public void run(Running rt) {
            ((CoreFunction) rt.extern(slot)).call();
        }
    }

    /** A component instance may be entered from now on. */
    record Complete(int instance) implements LinkedStep {
        @Override
        public void run(Running rt) {
            rt.complete(instance);
        }
    }
}
