package dev.gyre.engine.kit.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.ValueType;
import dev.gyre.engine.kit.Assembler;
import dev.gyre.engine.kit.Assembler.Code;

/**
 * Generates valid modules that end: loops and calls are bounded by a global that every round takes one from. Whatever a sequence
 * of choices is, it makes a module, and the same one each time. The results of float operations that may be any NaN are given the
 * same bits at once, so that two engines have nothing to disagree about.
 */
public final class ModuleGenerator {
    /** The host function that answers with a number; calls the guest's export of the same name when it likes. */
    public static final String BACK = "back";
    /** The host function that looks at the caller's memory. */
    public static final String LOOK = "look";
    private static final int PAGES = 2;
    private static final int MAX_PAGES = 5;
    private static final ExternType.Func WORD = new ExternType.Func(List.of(ValueType.I32), List.of(ValueType.I32));
    private static final ExternType.Func NOTHING = new ExternType.Func(List.of(), List.of());

    private final Choices choices;
    private final Assembler module = new Assembler();
    private final Scope scope;
    private final List<Call> calls = new ArrayList<>();

    private ModuleGenerator(Dialect dialect, Choices choices) {
        this.scope = new Scope(dialect);
        this.choices = choices;
    }

    /** @param name of the program, to be told with a failure */
    public static Program generate(String name, Dialect dialect, Choices choices) {
        return new ModuleGenerator(dialect, choices).program(name);
    }

    private Program program(String name) {
        imports();
        int back = declareFunctions();
        memory();
        globals();
        tables();
        List<Scope.Function> defined = scope.functions.stream().filter(f -> f.index() >= scope.canonical32).toList();
        canonical(ValueType.F32, 0x5b);
        canonical(ValueType.F64, 0x61);
        // A large function is what engines and splitters have most trouble with.
        int large = choices.below(3) == 2 ? choices.below(defined.size()) : -1;
        for (int i = 0; i < defined.size(); i++) {
            new BodyGenerator(module, scope, choices, defined.get(i).type(), i == large ? 1500 : 120).generate();
        }
        module.export(BACK, Assembler.FUNCTION, back);
        entries(defined);
        return new Program(name, module.module(), calls);
    }

    private void imports() {
        scope.functions.add(new Scope.Function(module.importFunction("env", BACK, WORD), WORD));
        scope.functions.add(new Scope.Function(module.importFunction("env", LOOK, NOTHING), NOTHING));
        int hosts = choices.below(4);
        for (int i = 0; i < hosts; i++) {
            ExternType.Func type = new ExternType.Func(types(choices.below(4)), types(choices.below(3)));
            scope.functions.add(new Scope.Function(module.importFunction("env", "h" + i, type), type));
        }
    }

    /** @return what the host calls back */
    private int declareFunctions() {
        scope.canonical32 = module.declare(new ExternType.Func(List.of(ValueType.F32), List.of(ValueType.F32)));
        scope.canonical64 = module.declare(new ExternType.Func(List.of(ValueType.F64), List.of(ValueType.F64)));
        int back = module.declare(WORD);
        scope.functions.add(new Scope.Function(back, WORD));
        int functions = 1 + choices.below(5);
        for (int i = 0; i < functions; i++) {
            ExternType.Func type = new ExternType.Func(types(choices.below(5)), types(choices.below(8) == 7 ? 3 : choices.below(2)));
            scope.functions.add(new Scope.Function(module.declare(type), type));
        }
        return back;
    }

    private List<ValueType> types(int count) {
        return IntStream.range(0, count).mapToObj(i -> Scope.NUMBERS.get(choices.below(4))).toList();
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i += 8) {
            long word = choices.bits();
            for (int k = i; k < Math.min(i + 8, length); k++) {
                bytes[k] = (byte) (word >> 8 * (k - i));
            }
        }
        return bytes;
    }

    private void memory() {
        module.memory(PAGES, MAX_PAGES);
        module.export("memory", Assembler.MEMORY, 0);
        scope.bytesPerSegment = 40;
        scope.dataSegments = 1 + choices.below(3);
        for (int i = 0; i < scope.dataSegments; i++) {
            if (choices.below(3) == 0) {
                module.data(choices.below(1 << 16), bytes(scope.bytesPerSegment));
            } else {
                module.passiveData(bytes(scope.bytesPerSegment));
            }
        }
    }

    private void globals() {
        module.global(ValueType.I32, true, new Code().i32(0));
        scope.fuel = 0;
        int count = choices.below(6);
        for (int i = 1; i <= count; i++) {
            ValueType type = Scope.NUMBERS.get(choices.below(4));
            long value = choices.below(100);
            module.global(type, true, switch (type) {
                case I32 -> new Code().i32((int) value);
                case I64 -> new Code().i64(value);
                case F32 -> new Code().f32(Float.floatToRawIntBits(value));
                default -> new Code().f64(Double.doubleToRawLongBits(value));
            });
            scope.globals.add(new Scope.Global(i, type));
            if (choices.below(2) == 0) {
                module.export("g" + i, Assembler.GLOBAL, i);
            }
        }
    }

    private void tables() {
        scope.tables = choices.below(3);
        List<Scope.Function> all = scope.functions;
        for (int i = 0; i < 8; i++) {
            scope.elements.add(all.get(choices.below(all.size())));
        }
        List<Integer> indices = scope.elements.stream().map(Scope.Function::index).toList();
        for (int t = 0; t < scope.tables; t++) {
            module.table(ValueType.FUNCREF, 10, 20);
            module.elements(t, 0, indices);
        }
        module.elements(-1, 0, indices);
        // The passive segment would do for the specification, but Chicory wants functions that name themselves in a declarative one.
        module.declareElements(indices);
        scope.elementSegments = scope.tables + 1;
        scope.elementsPerSegment = indices.size();
    }

    /** A function that gives every NaN the same bits. */
    private void canonical(ValueType type, int equal) {
        boolean single = type == ValueType.F32;
        Code code = new Code().op(Ops.LOCAL_GET, 0);
        Code nan = single ? code.f32(0x7fc0_0000) : code.f64(0x7ff8_0000_0000_0000L);
        module.body(List.of(), nan.op(Ops.LOCAL_GET, 0, Ops.LOCAL_GET, 0, equal, Ops.SELECT));
    }

    /** Exported functions that fill up the fuel and call another. */
    private void entries(List<Scope.Function> defined) {
        int count = 1 + choices.below(4);
        for (int i = 0; i < count; i++) {
            Scope.Function f = defined.get(choices.below(defined.size()));
            int entry = module.declare(f.type());
            Code code = new Code().i32(20 + choices.below(400)).op(Ops.GLOBAL_SET).unsigned(scope.fuel);
            IntStream.range(0, f.type().params().size()).forEach(p -> code.op(Ops.LOCAL_GET).unsigned(p));
            module.body(List.of(), code.op(Ops.CALL).unsigned(f.index()));
            module.export("run" + i, Assembler.FUNCTION, entry);
            calls.add(new Call("run" + i, f.type().params().stream().map(this::argument).toList()));
        }
    }

    private long argument(ValueType type) {
        long number = choices.number();
        return switch (type) {
            case I32 -> (int) number;
            case I64 -> number;
            case F32 -> Float.floatToRawIntBits(number) & 0xffff_ffffL;
            default -> Double.doubleToRawLongBits(number);
        };
    }
}
