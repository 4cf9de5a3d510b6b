package dev.gyre.engine.chicory.internal.run;

import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.wasm.types.Value;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.Global;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.engine.ValueType;

/** A global. One that holds a function keeps its number in {@code home}, or the SPI's number when the host made it. */
final class GuestGlobal implements Global {
    private final GuestStore store;
    private final GuestInstance home;
    private final ExternType.Glob type;
    private final GlobalInstance global;

    /** @param home whose function numbers it holds; {@code null} for a global of the host */
    GuestGlobal(GuestStore store, GuestInstance home, ExternType.Glob type, GlobalInstance global) {
        this.store = store;
        this.home = home;
        this.type = type;
        this.global = global;
    }

    GuestStore store() {
        return store;
    }

    GlobalInstance global() {
        return global;
    }

    @Override
    public ExternType.Glob type() {
        return type;
    }

    @Override
    public long get() {
        long value = global.getValue();
        if (type.type() == ValueType.FUNCREF && home != null && value != Value.REF_NULL_VALUE) {
            return store.number(home.resolve((int) value));
        }
        return type.type() == ValueType.I32 ? (int) value : value;
    }

    @Override
    public void set(long value) {
        if (!type.mutable()) {
            throw new TrapException(TrapKind.ABI_VIOLATION, "global is not mutable");
        }
        boolean function = type.type() == ValueType.FUNCREF && home != null && value != Value.REF_NULL_VALUE;
        global.setValue(function ? home.local(store.reference(value)) : value);
    }
}
