package dev.gyre.engine.chicory.internal.run;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import com.dylibso.chicory.wasm.types.TableLimits;
import com.dylibso.chicory.wasm.types.Value;

import dev.gyre.api.engine.CoreFunction;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.Table;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.engine.ValueType;

/**
 * A table's elements. A function is kept as its owner and its number there, since Chicory's code knows functions by their
 * number in its own module only; {@link TableView} translates.
 */
final class GuestTable implements Table {
    private final GuestStore store;
    private final ValueType element;
    private final OptionalLong max;
    private int[] numbers;
    private Object[] owners;

    /** All elements null. @throws TrapException when the store's limits do not allow its initial size */
    GuestTable(GuestStore store, ExternType.Tab type) {
        this.store = store;
        this.element = type.element();
        this.max = type.max();
        if (!store.reserveElements(type.min())) {
            throw new TrapException(TrapKind.RESOURCE_LIMIT,
                    "table of " + type.min() + " elements at the start is more than the limit of " + store.tableLimit() + " elements allows");
        }
        try {
            numbers = new int[(int) type.min()];
            owners = new Object[(int) type.min()];
        } catch (OutOfMemoryError e) {
            store.releaseElements(type.min());
            throw new TrapException(TrapKind.RESOURCE_LIMIT, "the process has no memory left for " + type.min() + " table elements", List.of(), e);
        }
        Arrays.fill(numbers, Value.REF_NULL_VALUE);
    }

    GuestStore store() {
        return store;
    }

    boolean holdsFunctions() {
        return element == ValueType.FUNCREF;
    }

    long maximum() {
        return max.orElse(TableLimits.LIMIT_MAX);
    }

    int number(int index) {
        return numbers[index];
    }

    Object owner(int index) {
        return owners[index];
    }

    void put(int index, int number, Object owner) {
        numbers[index] = number;
        owners[index] = number == Value.REF_NULL_VALUE ? null : owner;
    }

    /** Puts functions of one owner in a row that is in bounds. */
    void putAll(int index, int[] functions, Object owner) {
        System.arraycopy(functions, 0, numbers, index, functions.length);
        Arrays.fill(owners, index, index + functions.length, owner);
    }

    @Override
    public ExternType.Tab type() {
        return new ExternType.Tab(element, numbers.length, max);
    }

    @Override
    public int size() {
        return numbers.length;
    }

    @Override
    public int grow(int elements) {
        return grow(elements, Value.REF_NULL_VALUE, null);
    }

    /** @param elements unsigned */
    int grow(int elements, int number, Object owner) {
        int old = numbers.length;
        long size = old + Integer.toUnsignedLong(elements);
        if (size > maximum() || !store.reserveElements(size - old)) {
            return -1;
        }
        try {
            Object[] grownOwners = Arrays.copyOf(owners, (int) size);
            numbers = Arrays.copyOf(numbers, (int) size);
            owners = grownOwners;
        } catch (OutOfMemoryError e) {
            store.releaseElements(size - old);
            return -1;
        }
        Arrays.fill(numbers, old, numbers.length, number);
        Arrays.fill(owners, old, owners.length, number == Value.REF_NULL_VALUE ? null : owner);
        return old;
    }

    @Override
    public Optional<CoreFunction> function(int index) {
        checkFunctions();
        checkIndex(index);
        return numbers[index] == Value.REF_NULL_VALUE ? Optional.empty() : Optional.of(new FunctionRef(owners[index], numbers[index]).function());
    }

    @Override
    public void set(int index, CoreFunction function) {
        checkFunctions();
        checkIndex(index);
        if (!(function instanceof StoreFunction f) || f.store() != store) {
            throw new TrapException(TrapKind.ABI_VIOLATION, "function is not of this table's store");
        }
        FunctionRef reference = f.reference();
        put(index, reference.index(), reference.owner());
    }

    private void checkFunctions() {
        if (!holdsFunctions()) {
            throw new TrapException(TrapKind.ABI_VIOLATION, "table holds external references, not functions");
        }
    }

    private void checkIndex(int index) {
        if (index < 0 || index >= numbers.length) {
            throw new TrapException(TrapKind.OUT_OF_BOUNDS_TABLE,
                    "out of bounds table access: element " + Integer.toUnsignedLong(index) + " of " + numbers.length);
        }
    }
}
