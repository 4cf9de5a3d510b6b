package dev.gyre.engine.chicory.internal.run;

import java.lang.invoke.MethodHandle;

import dev.gyre.api.engine.CallHandle;
import dev.gyre.api.engine.Caller;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HostFunction;

/** A host function in a store. */
final class BodyFunction extends StoreFunction {
    private final GuestStore store;
    private final HostFunction function;
    private final HostCall body;

    BodyFunction(GuestStore store, HostFunction function) {
        this.store = store;
        this.function = function;
        this.body = new HostCall(function);
    }

    HostCall body() {
        return body;
    }

    @Override
    GuestStore store() {
        return store;
    }

    @Override
    FunctionRef reference() {
        return new FunctionRef(this, 0);
    }

    @Override
    public ExternType.Func type() {
        return function.type();
    }

    @Override
    public long[] call(long... args) {
        function.type().checkArguments(args);
        return function.body().call(Caller.ofHost(store.data()), args);
    }

    @Override
    public MethodHandle handle() {
        return CallHandle.of(this);
    }
}
