package dev.gyre.engine.chicory.internal.run;

import com.dylibso.chicory.runtime.GlobalInstance;
import com.dylibso.chicory.wasm.types.MutabilityType;
import com.dylibso.chicory.wasm.types.ValType;
import com.dylibso.chicory.wasm.types.Value;

import dev.gyre.engine.chicory.internal.code.MemoryView;

/** A global whose value is in a field of its instance's view, for all who are not the instance's compiled code. */
final class ViewGlobal extends GlobalInstance {
    private final MemoryView view;
    private final int index;

    /** @param index imports counted */
    ViewGlobal(MemoryView view, int index, ValType type, MutabilityType mutability) {
        super(0, 0, type, mutability);
        this.view = view;
        this.index = index;
    }

    @Override
    public long getValue() {
        return view.global(index);
    }

    @Override
    public long getValueLow() {
        return view.global(index);
    }

    @Override
    public void setValue(long value) {
        view.global(index, value);
    }

    @Override
    public void setValueLow(long value) {
        view.global(index, value);
    }

    @Override
    public void setValue(Value value) {
        view.global(index, value.raw());
    }
}
