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
    private static final int[] NONE = {};

    private final GuestStore store;
    private final ValueType element;
    private final OptionalLong max;
    /** The module's own array until something is written: most guests never change a table. */
    private int[] numbers;
    private boolean shared;
    /** {@code null} as long as every function in the table is of {@link #home}. */
    private Object[] owners;
    private final GuestInstance home;

    /** All elements null. @throws TrapException when the store's limits do not allow its initial size */
    GuestTable(GuestStore store, ExternType.Tab type) {
        this(store, type, null, NONE);
    }

    /**
     * @param home  the instance whose functions it holds at first; {@code null} for a table of the host
     * @param image its elements, shared and never written, if they are the same in every instance; else empty
     */
    GuestTable(GuestStore store, ExternType.Tab type, GuestInstance home, int[] image) {
        this.store = store;
        this.home = home;
        this.element = type.element();
        this.max = type.max();
        if (!store.reserveElements(type.min())) {
            throw new TrapException(TrapKind.RESOURCE_LIMIT,
                    "table of " + type.min() + " elements at the start is more than the limit of " + store.tableLimit() + " elements allows");
        }
        shared = image.length > 0;
        if (shared) {
            numbers = image;
            return;
        }
        try {
            numbers = new int[(int) type.min()];
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

    /** Whose function an element that is not null is; {@code null} in a table of other references. */
    Object owner(int index) {
        return owners == null ? home : owners[index];
    }

    /** Whether an element that is not null is a function of that instance. */
    boolean isOf(GuestInstance instance, int index) {
        return owners == null ? home == instance : owners[index] == instance;
    }

    void put(int index, int number, Object owner) {
        own();
        if (number != Value.REF_NULL_VALUE && owner != home) {
            mix();
        }
        numbers[index] = number;
        if (owners != null) {
            owners[index] = number == Value.REF_NULL_VALUE ? null : owner;
        }
    }

    /** Puts functions of one owner in a row that is in bounds. */
    void putAll(int index, int[] functions, Object owner) {
        own();
        if (owner != home) {
            mix();
        }
        System.arraycopy(functions, 0, numbers, index, functions.length);
        if (owners != null) {
            Arrays.fill(owners, index, index + functions.length, owner);
        }
    }

    private void own() {
        if (shared) {
            numbers = numbers.clone();
            shared = false;
        }
    }

    private void mix() {
        if (owners == null) {
            owners = new Object[numbers.length];
            Arrays.fill(owners, home);
        }
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
            if (number != Value.REF_NULL_VALUE && owner != home) {
                mix();
            }
            Object[] grownOwners = owners == null ? null : Arrays.copyOf(owners, (int) size);
            numbers = Arrays.copyOf(numbers, (int) size);
            shared = false;
            owners = grownOwners;
        } catch (OutOfMemoryError e) {
            store.releaseElements(size - old);
            return -1;
        }
        Arrays.fill(numbers, old, numbers.length, number);
        if (owners != null) {
            Arrays.fill(owners, old, owners.length, number == Value.REF_NULL_VALUE ? null : owner);
        }
        return old;
    }

    @Override
    public Optional<CoreFunction> function(int index) {
        checkFunctions();
        checkIndex(index);
        return numbers[index] == Value.REF_NULL_VALUE ? Optional.empty() : Optional.of(new FunctionRef(owner(index), numbers[index]).function());
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
