package dev.gyre.engine.chicory.internal.run;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.TableInstance;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TableLimits;
import com.dylibso.chicory.wasm.types.ValType;
import com.dylibso.chicory.wasm.types.Value;

import dev.gyre.api.engine.TrapKind;
import dev.gyre.engine.chicory.internal.code.GuestTrap;
import dev.gyre.engine.chicory.internal.code.MemoryOps;

/**
 * A table as the code of one instance sees it. Chicory compares type numbers of two modules when a function of another
 * instance is called, copies the wrong instance with an element, and grows the module's own limits: none of that happens here,
 * because this view numbers everything as its instance does.
 *
 * <p>A function of somebody else is called through {@link GuestInstance#trampoline}, as function 0 of an instance of its own.
 */
final class TableView extends TableInstance {
    private static final Table NO_STORAGE = new Table(ValType.FuncRef, new TableLimits(0));

    private final GuestTable table;
    private final GuestInstance instance;
    private final boolean functions;
    private final TableLimits limits;
    private final ValType element;

    TableView(GuestTable table, ValType element, GuestInstance instance) {
        super(NO_STORAGE, Value.REF_NULL_VALUE);
        this.table = table;
        this.element = element;
        this.instance = instance;
        this.functions = table.holdsFunctions();
        this.limits = new TableLimits(0, table.maximum());
    }

    GuestTable table() {
        return table;
    }

    /** Asked first by whatever writes many elements. */
    @Override
    public int size() {
        MemoryOps.look(instance.view());
        return table.size();
    }

    @Override
    public ValType elementType() {
        return element;
    }

    /** Chicory reads the maximum alone; the minimum does not follow the size. */
    @Override
    public TableLimits limits() {
        return limits;
    }

    @Override
    public int grow(int elements, int value, Instance ignored) {
        MemoryOps.look(instance.view());
        if (!functions || value == Value.REF_NULL_VALUE) {
            return table.grow(elements, value, null);
        }
        FunctionRef function = instance.resolve(value);
        return table.grow(elements, function.index(), function.owner());
    }

    @Override
    public int ref(int index) {
        check(index);
        int number = table.number(index);
        Object owner = table.owner(index);
        return !functions || owner == instance || number == Value.REF_NULL_VALUE ? number : instance.local(new FunctionRef(owner, number));
    }

    /** The number to call by. */
    @Override
    public int requiredRef(int index) {
        if (index < 0 || index >= table.size()) {
            throw new GuestTrap(TrapKind.OUT_OF_BOUNDS_TABLE, "undefined element " + Integer.toUnsignedLong(index) + " of " + table.size());
        }
        int number = table.number(index);
        if (number == Value.REF_NULL_VALUE) {
            throw new GuestTrap(TrapKind.UNINITIALIZED_ELEMENT, "uninitialized element " + index);
        }
        return table.isOf(instance, index) ? number : 0;
    }

    /** Chicory's name for the callee's instance. Asked for any index when elements are copied, where nothing is done with it. */
    @Override
    public Instance instance(int index) {
        if (!functions || index < 0 || index >= table.size() || table.number(index) == Value.REF_NULL_VALUE) {
            return null;
        }
        return table.isOf(instance, index) ? null : instance.trampoline(new FunctionRef(table.owner(index), table.number(index)));
    }

    /** @param ignored Chicory's guess whose number {@code value} is; it is always this view's instance's */
    @Override
    public void setRef(int index, int value, Instance ignored) {
        check(index);
        if (!functions || value == Value.REF_NULL_VALUE) {
            table.put(index, value, null);
        } else if (value < GuestInstance.FOREIGN) {
            table.put(index, value, instance);
        } else {
            FunctionRef function = instance.resolve(value);
            table.put(index, function.index(), function.owner());
        }
    }

    @Override
    public void reset() {
        throw new UnsupportedOperationException("tables are made by their store");
    }

    private void check(int index) {
        if (index < 0 || index >= table.size()) {
            throw new GuestTrap(TrapKind.OUT_OF_BOUNDS_TABLE,
                    "out of bounds table access: element " + Integer.toUnsignedLong(index) + " of " + table.size());
        }
    }
}
