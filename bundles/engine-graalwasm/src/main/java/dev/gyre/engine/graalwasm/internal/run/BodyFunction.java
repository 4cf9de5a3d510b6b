package dev.gyre.engine.graalwasm.internal.run;

import org.graalvm.polyglot.Value;

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
    private Value value;

    /** The host calls its own function: there is no instance to look at. */
    record HostCaller(Object data) implements Caller {
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
    }

    HostFunction function() {
        return function;
    }

    @Override
    GuestStore store() {
        return store;
    }

    /** Tables take functions of modules only: a tiny module's export that is its import. */
    @Override
    Value value() {
        if (value == null) {
            Values.check(function.type());
            HostCall call = new HostCall(function, store, null);
            value = store.instantiate(store.trampoline(function.type()), new ImportObject(new Object[] {call}, null)).getMember(ImportObject.TRAMPOLINE);
        }
        return value;
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
}
