package dev.gyre.engine.kit.generate;

import java.util.ArrayList;
import java.util.List;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.ValueType;

/** What the functions of a module being generated can refer to. */
final class Scope {
    static final List<ValueType> NUMBERS = List.of(ValueType.I32, ValueType.I64, ValueType.F32, ValueType.F64);

    /** A function's index and type. */
    record Function(int index, ExternType.Func type) {
    }

    /** A global's index and type; all are mutable. */
    record Global(int index, ValueType type) {
    }

    final Dialect dialect;
    /** Callable by guest code: imports and defined functions. */
    final List<Function> functions = new ArrayList<>();
    final List<Global> globals = new ArrayList<>();
    /** What the function tables hold at first, index by index. */
    final List<Function> elements = new ArrayList<>();
    int tables;
    int dataSegments;
    int elementSegments;
    int elementsPerSegment;
    int bytesPerSegment;
    /** The global that bounds loops and calls. */
    int fuel;
    /** The functions that give every NaN the same bits. */
    int canonical32;
    int canonical64;

    Scope(Dialect dialect) {
        this.dialect = dialect;
    }

    List<Function> giving(ValueType result) {
        return functions.stream().filter(f -> f.type().results().equals(List.of(result))).toList();
    }

    List<Global> globalsOf(ValueType type) {
        return globals.stream().filter(g -> g.type() == type).toList();
    }
}
