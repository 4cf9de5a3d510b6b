package dev.gyre.component.internal.runtime;

import java.util.List;

import dev.gyre.api.engine.Caller;
import dev.gyre.api.engine.CoreFunction;
import dev.gyre.api.engine.Extern;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.api.engine.Store;
import dev.gyre.component.link.ComponentInstance;
import dev.gyre.component.link.ComponentState;
import dev.gyre.component.link.HostCall;

/** An instance of a component: what its parts, handles and calls are now. For the store's thread. */
public final class Running implements ComponentInstance, HostCall {
    private final Store store;
    private final ComponentState state;
    private final Object component;
    private final InstanceState[] instances;
    private final Extern[] externs;
    Task current = new Task();
    private boolean trapped;

    /**
     * @param component what it is an instance of
     * @param parents   of component instances
     * @param slots     how many externs are kept
     */
    public Running(Store store, ComponentState state, Object component, List<Integer> parents, int slots) {
        this.store = store;
        this.state = state;
        this.component = component;
        this.externs = new Extern[slots];
        this.instances = new InstanceState[parents.size()];
        HandleQuota quota = new HandleQuota(state.limits().handles());
        for (int i = 0; i < instances.length; i++) {
            instances[i] = new InstanceState(i, i == 0 ? null : instances[parents.get(i)], quota);
        }
    }

    /** The instance whose core code calls. */
    static Running of(Caller caller) {
        return (Running) ((ComponentState) caller.data()).instance();
    }

    public void keep(int slot, Extern extern) {
        externs[slot] = extern;
    }

    public Extern extern(int slot) {
        return externs[slot];
    }

    CoreFunction function(int slot) {
        return (CoreFunction) externs[slot];
    }

    LinearMemory memory(int slot) {
        return (LinearMemory) externs[slot];
    }

    /** What one call may take out of the guest. */
    long valueBytes() {
        return state.limits().valueBytes();
    }

    InstanceState instance(int index) {
        return instances[index];
    }

    /** A component instance is complete: it can be entered from now on. */
    public void complete(int index) {
        instances[index].mayEnter = true;
    }

    /** What it is an instance of. */
    public Object component() {
        return component;
    }

    @Override
    public Object data() {
        return state.data();
    }

    @Override
    public Store store() {
        return store;
    }

    @Override
    public boolean trapped() {
        return trapped;
    }

    @Override
    public boolean closing() {
        return trapped;
    }

    /** Nothing may be called any more. */
    public void trap() {
        trapped = true;
        store.poison();
    }

    @Override
    public void close() {
        trapped = true;
        RuntimeException[] failure = new RuntimeException[1];
        for (InstanceState instance : instances) {
            instance.handles.drain(element -> {
                if (element instanceof Handle h && h.own && h.type.host().isPresent()) {
                    try {
                        h.type.host().get().destructor().drop(this, h.object);
                    } catch (RuntimeException e) {
                        failure[0] = failure[0] == null ? e : failure[0];
                    }
                }
            });
        }
        if (failure[0] != null) {
            throw failure[0];
        }
    }
}
