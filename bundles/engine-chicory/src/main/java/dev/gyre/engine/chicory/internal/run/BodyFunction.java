package dev.gyre.engine.chicory.internal.run;

import java.lang.invoke.MethodHandle;

import dev.gyre.api.engine.Caller;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;

/** A host function in a store. */
final class BodyFunction extends StoreFunction {
    private final GuestStore store;
    private final HostFunction function;
    private final HostCall body;

    /** The host calls its own function: there is no instance to look at. */
    private record HostCaller(Object data) implements Caller {
        @Override
        public CoreInstance instance() {
            throw new TrapException(TrapKind.ABI_VIOLATION, "the function was called by the host, not by an instance");
        }

        @Override
        public LinearMemory memory() {
            throw new TrapException(TrapKind.ABI_VIOLATION, "the function was called by the host, which has no memory");
        }
    }

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
        checkArguments(args);
        return function.body().call(new HostCaller(store.data()), args);
    }

    @Override
    public MethodHandle handle() {
        return boxedHandle();
    }
}
