package dev.gyre.engine.chicory.internal.run;

import java.lang.invoke.MethodHandle;

import com.dylibso.chicory.wasm.types.Value;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.engine.ValueType;

/** A function of an instance, its own or one it imports. */
final class InstanceFunction extends StoreFunction {
    private final GuestInstance instance;
    private final int index;
    private final ExternType.Func type;
    private final boolean references;

    InstanceFunction(GuestInstance instance, int index, ExternType.Func type) {
        this.instance = instance;
        this.index = index;
        this.type = type;
        this.references = Types.hasReferences(type);
    }

    GuestInstance instance() {
        return instance;
    }

    @Override
    GuestStore store() {
        return instance.store();
    }

    @Override
    FunctionRef reference() {
        return new FunctionRef(instance, index);
    }

    @Override
    public ExternType.Func type() {
        return type;
    }

    @Override
    public long[] call(long... args) {
        checkArguments(args);
        GuestStore store = instance.store();
        boolean outermost = store.enter();
        try {
            long[] results = instance.machine().call(index, references ? toGuest(args) : args);
            return results == null ? HostFunction.NOTHING : references ? fromGuest(results) : results;
        } catch (Throwable e) {
            throw Traps.map(store, e);
        } finally {
            store.leave(outermost);
        }
    }

    @Override
    public MethodHandle handle() {
        return references ? boxedHandle() : Handles.of(this, index);
    }

    private long[] toGuest(long[] args) {
        long[] inside = args.clone();
        for (int i = 0; i < args.length; i++) {
            ValueType t = type.params().get(i);
            if (t == ValueType.FUNCREF && args[i] != Value.REF_NULL_VALUE) {
                inside[i] = instance.local(store().reference(args[i]));
            } else if (t == ValueType.EXTERNREF && (args[i] < Value.REF_NULL_VALUE || args[i] > Integer.MAX_VALUE)) {
                throw new TrapException(TrapKind.ABI_VIOLATION, "external reference " + args[i] + " is not between 0 and " + Integer.MAX_VALUE);
            }
        }
        return inside;
    }

    private long[] fromGuest(long[] results) {
        for (int i = 0; i < results.length; i++) {
            if (type.results().get(i) == ValueType.FUNCREF && results[i] != Value.REF_NULL_VALUE) {
                results[i] = store().number(instance.resolve((int) results[i]));
            }
        }
        return results;
    }
}
