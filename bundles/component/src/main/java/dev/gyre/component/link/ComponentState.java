package dev.gyre.component.link;

import java.util.Optional;

/**
 * The data of a store that a component is instantiated in: open it with
 * {@code engine.openStore(limits, new ComponentState(data))}. It is how functions of the host, which are the same for every
 * event, find the instance that calls them. For one instance, on the store's thread.
 */
public final class ComponentState {
    private final Object data;
    private final ComponentLimits limits;
    private Optional<ComponentInstance> instance = Optional.empty();

    /** With {@link ComponentLimits#DEFAULT}. @param data what host functions find with {@link HostCall#data()} */
    public ComponentState(Object data) {
        this(data, ComponentLimits.DEFAULT);
    }

    /** @param data what host functions find with {@link HostCall#data()} */
    public ComponentState(Object data, ComponentLimits limits) {
        this.data = data;
        this.limits = limits;
    }

    public Object data() {
        return data;
    }

    public ComponentLimits limits() {
        return limits;
    }

    /**
     * The instance in the store.
     *
     * @throws IllegalStateException before it is made
     */
    public ComponentInstance instance() {
        return instance.orElseThrow(() -> new IllegalStateException("no component was instantiated in this store"));
    }

    /**
     * Says which instance is in the store; the runtime does.
     *
     * @throws IllegalStateException when there is one already
     */
    public void instance(ComponentInstance made) {
        if (instance.isPresent()) {
            throw new IllegalStateException("a component was instantiated in this store before");
        }
        instance = Optional.of(made);
    }
}
