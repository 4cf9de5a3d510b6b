package dev.gyre.engine.chicory.internal.run;

import java.lang.invoke.MethodHandle;

import dev.gyre.api.engine.CallHandle;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HostFunction;

/** A function of an instance, its own or one it imports. */
final class InstanceFunction extends StoreFunction {
    private final GuestInstance instance;
    private final int index;
    private final Signature signature;

    /**
     * What a call must know of a function's type, found once for a module.
     *
     * @param references whether function or external references are among its parameters or results
     */
    record Signature(ExternType.Func type, boolean references) {
        Signature(ExternType.Func type) {
            this(type, References.in(type));
        }
    }

    InstanceFunction(GuestInstance instance, int index, Signature signature) {
        this.instance = instance;
        this.index = index;
        this.signature = signature;
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
        return signature.type;
    }

    @Override
    public long[] call(long... args) {
        signature.type.checkArguments(args);
        GuestStore store = instance.store();
        boolean outermost = store.enter();
        try {
            long[] results = instance.machine().call(index, signature.references ? References.enter(signature.type.params(), args, instance) : args);
            if (results == null) {
                return HostFunction.NOTHING;
            }
            return signature.references ? References.leave(signature.type.results(), results, instance) : results;
        } catch (Throwable e) {
            throw Traps.map(store, e);
        } finally {
            store.leave(outermost);
        }
    }

    @Override
    public MethodHandle handle() {
        return signature.references ? CallHandle.of(this) : Handles.of(this, index);
    }
}
