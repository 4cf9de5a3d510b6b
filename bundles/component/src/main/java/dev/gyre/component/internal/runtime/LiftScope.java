package dev.gyre.component.internal.runtime;

import java.util.ArrayList;
import java.util.List;

import dev.gyre.component.internal.abi.Lifting;

/** Lifts values out of an instance, to the host or to another component. For one call. */
final class LiftScope extends Scope implements Lifting {
    private final boolean toComponent;
    private List<Handle> lenders = List.of();
    private List<GuestHandle> borrowed = List.of();
    private long left;

    LiftScope(Running rt, Options options, boolean toComponent) {
        super(rt, options);
        this.toComponent = toComponent;
        this.left = rt.valueBytes();
    }

    @Override
    public boolean toComponent() {
        return toComponent;
    }

    @Override
    public void charge(long bytes) {
        left -= bytes;
        if (left < 0) {
            throw Traps.limit("a call passes values of more than " + rt.valueBytes() + " bytes (limit value-bytes)");
        }
    }

    @Override
    public Object own(int index, ResourceDesc type) {
        Handle handle = typed(instance.handles.remove(index), type);
        if (handle.lends != 0) {
            throw Traps.abi("cannot remove owned resource while borrowed");
        }
        if (!handle.own) {
            throw Traps.abi("cannot lift own resource from a borrow");
        }
        return type.host().isPresent() ? handle.object : toComponent ? handle.rep() : new GuestHandle(rt, type, handle.rep, true);
    }

    @Override
    public Object borrow(int index, ResourceDesc type) {
        Handle handle = typed(instance.handles.get(index), type);
        handle.lends++;
        if (lenders.isEmpty()) {
            lenders = new ArrayList<>();
        }
        lenders.add(handle);
        if (type.host().isPresent()) {
            return handle.object;
        }
        if (toComponent) {
            return handle.rep();
        }
        GuestHandle guest = new GuestHandle(rt, type, handle.rep, false);
        if (borrowed.isEmpty()) {
            borrowed = new ArrayList<>();
        }
        borrowed.add(guest);
        return guest;
    }

    static Handle typed(Object element, ResourceDesc type) {
        if (!(element instanceof Handle handle) || handle.type != type) {
            throw Traps.abi("handle index used with the wrong type: expected a " + type.type().name());
        }
        return handle;
    }

    /** The call is over: what was lent is given back. */
    void end() {
        for (Handle handle : lenders) {
            handle.lends--;
        }
        for (GuestHandle guest : borrowed) {
            guest.end();
        }
    }
}
