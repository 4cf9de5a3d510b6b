package dev.gyre.component.internal.link;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.engine.Store;
import dev.gyre.component.internal.runtime.Export;
import dev.gyre.component.internal.runtime.Running;
import dev.gyre.component.internal.runtime.Traps;
import dev.gyre.component.link.Component;
import dev.gyre.component.link.ComponentInstance;
import dev.gyre.component.link.ComponentState;
import dev.gyre.component.link.ExportedFunc;
import dev.gyre.component.link.LinkedComponent;

/**
 * A component that is ready to be instantiated.
 *
 * @param exports  functions by name; of an interface after its name and {@link #SEPARATOR}
 * @param identity tells its instances from those of others
 */
record Linked(PlannedComponent planned, List<LinkedStep> steps, Map<String, Export> exports, Object identity) implements LinkedComponent {
    /** No name has it. */
    static final String SEPARATOR = "#";

    @Override
    public Component component() {
        return planned;
    }

    @Override
    public Optional<ExportedFunc> function(String name) {
        return Optional.ofNullable(exports.get(name));
    }

    @Override
    public Optional<ExportedFunc> function(String interfaceName, String name) {
        return Optional.ofNullable(exports.get(interfaceName + SEPARATOR + name));
    }

    @Override
    public int coreInstances() {
        return planned.plan().coreInstances();
    }

    @Override
    public ComponentInstance instantiate(Store store) {
        if (!(store.data() instanceof ComponentState state)) {
            throw new IllegalArgumentException("the store's data must be a ComponentState");
        }
        Running rt = new Running(store, state, identity, planned.plan().parents(), planned.plan().slots());
        state.instance(rt);
        try {
            for (LinkedStep step : steps) {
                step.run(rt);
            }
        } catch (StackOverflowError e) {
            rt.trap();
            throw Traps.stackOverflow();
        } catch (Throwable e) {
            rt.trap();
            throw e;
        }
        return rt;
    }
}
