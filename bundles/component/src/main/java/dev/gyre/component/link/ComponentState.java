package dev.gyre.component.link;

/**
 * The data of a store that a component is instantiated in: open it with
 * {@code engine.openStore(limits, new ComponentState(data))}. It is how functions of the host, which are the same for every
 * event, find the instance that calls them. For one instance, on the store's thread.
 */
public final class ComponentState {
    private final Object data;
    private ComponentInstance instance;

    /** @param data what host functions find with {@link HostCall#data()} */
    public ComponentState(Object data) {
        this.data = data;
    }

    public Object data() {
        return data;
    }
}
