package dev.gyre.engine.graalwasm.internal.run;

import java.util.Optional;
import java.util.OptionalLong;

import org.graalvm.polyglot.Value;

import dev.gyre.api.engine.CoreFunction;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.Table;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.engine.ValueType;

/** A table. */
final class GuestTable implements Table {
    private final GuestStore store;
    private final Value table;
    private final ValueType element;
    private final OptionalLong max;

    GuestTable(GuestStore store, Value table, ValueType element, OptionalLong max) {
        this.store = store;
        this.table = table;
        this.element = element;
        this.max = max;
    }

    GuestStore store() {
        return store;
    }

    Value value() {
        return table;
    }

    @Override
    public ExternType.Tab type() {
        return new ExternType.Tab(element, size(), max);
    }

    @Override
    public int size() {
        return store.binding().call("table_size", table).asInt();
    }

    @Override
    public int grow(int elements) {
        int old = size();
        long more = Integer.toUnsignedLong(elements);
        if (old + more > max.orElse(Integer.MAX_VALUE) || !store.reserveElements(more)) {
            return -1;
        }
        try {
            store.binding().call("table_grow", table, elements);
            return old;
        } catch (RuntimeException e) {
            store.releaseElements(more);
            if (store.stopped() == null) {
                return -1;
            }
            throw e;
        }
    }

    @Override
    public Optional<CoreFunction> function(int index) {
        checkFunctions();
        checkIndex(index);
        Value function = store.binding().element(table, index);
        return function.isNull() ? Optional.empty() : Optional.of(GuestFunction.of(store, function));
    }

    @Override
    public void set(int index, CoreFunction function) {
        checkFunctions();
        checkIndex(index);
        if (!(function instanceof StoreFunction f) || f.store() != store) {
            throw new TrapException(TrapKind.ABI_VIOLATION, "function is not of this table's store");
        }
        store.binding().call("table_write", table, index, f.value());
    }

    private void checkFunctions() {
        if (element != ValueType.FUNCREF) {
            throw new TrapException(TrapKind.ABI_VIOLATION, "table holds external references, not functions");
        }
    }

    private void checkIndex(int index) {
        int size = size();
        if (index < 0 || index >= size) {
            throw new TrapException(TrapKind.OUT_OF_BOUNDS_TABLE, "out of bounds table access: element " + Integer.toUnsignedLong(index) + " of " + size);
        }
    }
}
