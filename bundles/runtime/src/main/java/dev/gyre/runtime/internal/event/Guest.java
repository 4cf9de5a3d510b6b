package dev.gyre.runtime.internal.event;

import dev.gyre.api.engine.InstancePre;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.runtime.Limits;
import dev.gyre.component.link.CompiledComponent;
import dev.gyre.component.link.ComponentLimits;
import dev.gyre.component.link.ComponentState;
import dev.gyre.component.link.LinkedComponent;

/** Code with its imports resolved: what each event's instance is made from. Immutable. */
public sealed interface Guest {
    /**
     * A core module.
     *
     * @param initialize whether it exports {@code _initialize}, to be called before anything else (reactors of wasi-libc and TinyGo)
     */
    record Core(InstancePre pre, boolean initialize) implements Guest {
        @Override
        public CompiledCode code() {
            return new CompiledCode.Module(pre.module());
        }

        @Override
        public StoreLimits within(StoreLimits limits) {
            return limits;
        }

        @Override
        public Object storeData(Object event, Limits limits) {
            return event;
        }

        @Override
        public GuestInstance instantiate(Store store) {
            GuestInstance.Core instance = new GuestInstance.Core(pre.instantiate(store));
            if (initialize) {
                instance.core().function("_initialize").orElseThrow().call();
            }
            return instance;
        }
    }

    /** A component of the component model. */
    record Composed(CompiledComponent compiled, LinkedComponent linked) implements Guest {
        @Override
        public CompiledCode code() {
            return new CompiledCode.Composed(compiled);
        }

        @Override
        public StoreLimits within(StoreLimits limits) {
            return new StoreLimits(limits.memoryBytes(), limits.tableElements(), linked.coreInstances(), limits.heap(), limits.stackBytes());
        }

        @Override
        public Object storeData(Object event, Limits limits) {
            return new ComponentState(event, new ComponentLimits(limits.handles(), limits.valueBytes()));
        }

        @Override
        public GuestInstance instantiate(Store store) {
            return new GuestInstance.Composed(linked, linked.instantiate(store));
        }
    }

    CompiledCode code();

    /** A component's limits for as many core instances as this consists of. */
    StoreLimits within(StoreLimits limits);

    /** The data of an event's store. */
    Object storeData(Object event, Limits limits);

    GuestInstance instantiate(Store store);
}
