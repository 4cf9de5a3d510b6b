package dev.gyre.engine.graalwasm.internal.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.graalvm.polyglot.Value;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.ValueType;

/** A function that guest code can call: an instance's, or one that was found in a table. */
final class GuestFunction extends StoreFunction {
    private final GuestStore store;
    private final GuestInstance instance;
    private final Value function;
    private final ExternType.Func type;

    /** @param instance it was exported by; {@code null} when that is not known */
    GuestFunction(GuestStore store, GuestInstance instance, Value function, ExternType.Func type) {
        this.store = store;
        this.instance = instance;
        this.function = function;
        this.type = type;
    }

    /** A function found in a table. */
    static GuestFunction of(GuestStore store, Value function) {
        return new GuestFunction(store, null, function, parse(store.binding().call("func_type", function).asString()));
    }

    /** GraalWasm writes a type as {@code 12(i32 f64)i64 i64}: the function's index, parameters, results. */
    static ExternType.Func parse(String type) {
        int open = type.indexOf('(');
        int close = type.indexOf(')');
        return new ExternType.Func(values(type.substring(open + 1, close)), values(type.substring(close + 1)));
    }

    private static List<ValueType> values(String names) {
        List<ValueType> types = new ArrayList<>();
        for (String name : names.isEmpty() ? new String[0] : names.split(" ")) {
            types.add(name.equals("anyfunc") ? ValueType.FUNCREF : ValueType.valueOf(name.toUpperCase(Locale.ROOT)));
        }
        return types;
    }

    @Override
    GuestStore store() {
        return store;
    }

    @Override
    Value value() {
        return function;
    }

    @Override
    public ExternType.Func type() {
        return type;
    }

    @Override
    public long[] call(long... args) {
        type().checkArguments(args);
        Values.check(type);
        boolean outermost = store.enter();
        GuestInstance before = store.calling(instance);
        try {
            return Values.results(type.results(), function.execute(Values.arguments(type.params(), args, store)), store);
        } catch (Throwable e) {
            store.endedEarly();
            throw Traps.map(store, e);
        } finally {
            store.called(before);
            store.leave(outermost);
        }
    }
}
