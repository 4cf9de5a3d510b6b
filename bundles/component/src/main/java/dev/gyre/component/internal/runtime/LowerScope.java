package dev.gyre.component.internal.runtime;

import java.util.ArrayList;
import java.util.List;

import dev.gyre.api.runtime.UnavailableException;
import dev.gyre.component.internal.abi.Lowering;
import dev.gyre.component.internal.abi.Range;
import dev.gyre.component.value.ValueException;

/** Lowers values into an instance. For one call. */
final class LowerScope extends Scope implements Lowering {
    /** The callee's task, for borrowed handles; null when results are lowered, which have none. */
    private final Task task;
    private List<GuestHandle> lent = List.of();

    LowerScope(Running rt, Options options, Task task) {
        super(rt, options);
        this.task = task;
    }

    @Override
    public int realloc(int old, int oldSize, int align, int newSize) {
        Task before = rt.current;
        rt.current = new Task();
        instance.mayLeave = false;
        int pointer = (int) rt.function(options.realloc().getAsInt()).call(old, oldSize, align, newSize)[0];
        instance.mayLeave = true;
        rt.current = before;
        if ((pointer & align - 1) != 0) {
            throw Traps.abi("unaligned pointer: realloc return: result not aligned, it is " + Integer.toUnsignedString(pointer));
        }
        Range.check(memory(), pointer, Integer.toUnsignedLong(newSize), align, "realloc return: beyond end of memory: list or string");
        return pointer;
    }

    @Override
    public int own(Object value, ResourceDesc type) {
        return instance.handles.add(new Handle(type, given(value, type), true, null));
    }

    @Override
    public int borrow(Object value, ResourceDesc type) {
        Rep rep = lentOut(value, type);
        if (type.instance() == instance.index) {
            return rep.number();
        }
        task.borrows++;
        return instance.handles.add(new Handle(type, rep, false, task));
    }

    private Rep given(Object value, ResourceDesc type) {
        if (type.host().isPresent() || value instanceof Rep) {
            return rep(value, type);
        }
        GuestHandle guest = guest(value, type);
        if (!guest.owned() || guest.lent()) {
            throw new ValueException("an owned " + type.type().name() + " is expected; this one was " + (guest.lent() ? "lent" : "borrowed, or given away before"));
        }
        guest.end();
        return new Rep(guest.rep, null);
    }

    private Rep lentOut(Object value, ResourceDesc type) {
        if (type.host().isPresent() || value instanceof Rep) {
            return rep(value, type);
        }
        GuestHandle guest = guest(value, type);
        guest.lend();
        if (lent.isEmpty()) {
            lent = new ArrayList<>();
        }
        lent.add(guest);
        return new Rep(guest.rep, null);
    }

    private static Rep rep(Object value, ResourceDesc type) {
        if (value instanceof Rep rep) {
            return rep;
        }
        Class<?> wanted = type.host().orElseThrow().javaType();
        if (!wanted.isInstance(value)) {
            String name = value == null ? "" : value.getClass().getName();
            if (name.equals(wanted.getName())) {
                throw new UnavailableException("the bundles that have " + name + " are being replaced: one still uses the class that another no longer knows");
            }
            throw new ValueException("a resource of type " + type.type() + " must be a " + wanted.getName() + ", not " + (name.isEmpty() ? "null" : "a " + name));
        }
        return new Rep(0, value);
    }

    private GuestHandle guest(Object value, ResourceDesc type) {
        if (!(value instanceof GuestHandle guest) || guest.instance != rt || guest.desc != type) {
            throw new ValueException("a resource of type " + type.type() + " must be one of this instance, not "
                    + (value == null ? "null" : "a " + value.getClass().getName()));
        }
        if (!guest.valid()) {
            throw new ValueException("a resource of type " + type.type() + " was given away, dropped, or borrowed for a call that has ended");
        }
        return guest;
    }

    /** The call is over: what the host lent is its own again. */
    void end() {
        for (GuestHandle guest : lent) {
            guest.giveBack();
        }
    }
}
