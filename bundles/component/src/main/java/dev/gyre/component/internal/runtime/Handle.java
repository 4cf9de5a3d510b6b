package dev.gyre.component.internal.runtime;

/** An element of a handle table: a resource that an instance owns or has borrowed. For the store's thread. */
public final class Handle {
    final ResourceDesc type;
    /** The guest's representation; of resources that a component implements. */
    final int rep;
    /** The host's object, of resources that it implements. */
    final Object object;
    final boolean own;
    /** Whose borrow it is; null when owned. */
    final Task scope;
    int lends;

    Handle(ResourceDesc type, Rep rep, boolean own, Task scope) {
        this.type = type;
        this.rep = rep.number();
        this.object = rep.object();
        this.own = own;
        this.scope = scope;
    }

    Rep rep() {
        return new Rep(rep, object);
    }
}
