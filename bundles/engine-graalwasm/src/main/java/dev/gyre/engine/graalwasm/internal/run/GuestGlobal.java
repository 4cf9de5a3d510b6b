package dev.gyre.engine.graalwasm.internal.run;

import org.graalvm.polyglot.Value;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.Global;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;

/** A global. */
final class GuestGlobal implements Global {
    private final GuestStore store;
    private final Value global;
    private final ExternType.Glob type;

    GuestGlobal(GuestStore store, Value global, ExternType.Glob type) {
        this.store = store;
        this.global = global;
        this.type = type;
    }

    GuestStore store() {
        return store;
    }

    Value value() {
        return global;
    }

    @Override
    public ExternType.Glob type() {
        return type;
    }

    @Override
    public long get() {
        return Values.fromGuest(type.type(), store.binding().call("global_read", global), store);
    }

    @Override
    public void set(long value) {
        if (!type.mutable()) {
            throw new TrapException(TrapKind.ABI_VIOLATION, "global is not mutable");
        }
        store.binding().call("global_write", global, Values.toGuest(type.type(), value, store));
    }
}
