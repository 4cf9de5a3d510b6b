package dev.gyre.engine.chicory.internal.run;

import java.lang.invoke.MethodHandle;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HostFunction;

/** A function of an instance, its own or one it imports. */
final class InstanceFunction extends StoreFunction {
    private final GuestInstance instance;
    private final int index;
    private final ExternType.Func type;
    private final boolean references;

    InstanceFunction(GuestInstance instance, int index, ExternType.Func type) {
        this.instance = instance;
        this.index = index;
        this.type = type;
        this.references = References.in(type);
    }

    GuestInstance instance() {
        return instance;
    }

    @Override
    GuestStore store() {
        return instance.store();
    }

    @Override
    FunctionRef reference() {
        return new FunctionRef(instance, index);
    }

    @Override
    public ExternType.Func type() {
        return type;
    }

    @Override
    public long[] call(long... args) {
        checkArguments(args);
        GuestStore store = instance.store();
        boolean outermost = store.enter();
        try {
            long[] results = instance.machine().call(index, references ? References.enter(type.params(), args, instance) : args);
            if (results == null) {
                return HostFunction.NOTHING;
            }
            return references ? References.leave(type.results(), results, instance) : results;
        } catch (Throwable e) {
            throw Traps.map(store, e);
        } finally {
            store.leave(outermost);
        }
    }

    @Override
    public MethodHandle handle() {
        return references ? boxedHandle() : Handles.of(this, index);
    }
}
