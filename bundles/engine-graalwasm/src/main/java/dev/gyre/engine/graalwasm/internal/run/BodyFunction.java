package dev.gyre.engine.graalwasm.internal.run;

import org.graalvm.polyglot.Value;

import dev.gyre.api.engine.Caller;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HostFunction;

/** A host function in a store. */
final class BodyFunction extends StoreFunction {
    private final GuestStore store;
    private final HostFunction function;
    private Value value;

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
            value = store.instantiate(store.trampoline(function.type()), new ImportObject(new Object[] {call}, store)).getMember(ImportObject.TRAMPOLINE);
        }
        return value;
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
}
