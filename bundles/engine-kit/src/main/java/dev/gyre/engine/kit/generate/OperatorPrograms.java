package dev.gyre.engine.kit.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.ValueType;
import dev.gyre.engine.kit.Assembler;
import dev.gyre.engine.kit.Assembler.Code;

/** Every operator on values at the edges, which chance hardly finds. */
public final class OperatorPrograms {
    private static final List<Long> WORDS = LongStream.of(0, 1, -1, 2, 31, 32, 33, 127, 128, 255, 0x8000, 0xffff, Integer.MIN_VALUE, Integer.MAX_VALUE,
            Integer.MIN_VALUE + 1, 0x55555555).boxed().toList();
    private static final List<Long> LONGS = LongStream.of(0, 1, -1, 63, 64, 65, 0x80, 0xffff_ffffL, 1L << 31, 1L << 32, 1L << 53, (1L << 53) + 1,
            Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE + 1, Long.MIN_VALUE + (1L << 39), Long.MIN_VALUE + (1L << 39) + 1, Long.MIN_VALUE + 1024,
            Long.MIN_VALUE + 1025, -1L << 39, 0x8000_0080_0000_0001L, 0x7fff_ff40_0000_0001L).boxed().toList();
    private static final List<Double> NUMBERS = List.of(0d, -0d, 1d, -1d, 0.5, -0.5, 1.5, 2.5, -2.5, 0.9999999, 3.4028235e38, 1e-45, 1e300, -1e300, 5e-324,
            2147483647d, 2147483648d, -2147483648d, -2147483649d, 4294967295d, 4294967296d, 2143289344d, 4290772992d, 9223372036854775807d,
            -9223372036854775808d, 1.8446744073709552e19, 1.8446742974197924e19, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN);

    private OperatorPrograms() {
    }

    /** One program with all that never trap, on all pairs of edges. */
    public static Program total(Dialect dialect) {
        Assembler module = new Assembler();
        List<Call> calls = new ArrayList<>();
        for (ValueType result : Scope.NUMBERS) {
            for (Ops.Op op : Ops.total(result, dialect)) {
                String name = define(module, op.takes(), result, op.code());
                for (long first : edges(op.takes().getFirst())) {
                    if (op.takes().size() == 1) {
                        calls.add(new Call(name, List.of(first)));
                    } else {
                        edges(op.takes().get(1)).forEach(second -> calls.add(new Call(name, List.of(first, second))));
                    }
                }
            }
        }
        return new Program("operators", module.module(), calls);
    }

    /** Programs of one call each, of one module, with those that may trap. */
    public static List<Program> trapping() {
        Assembler module = new Assembler();
        List<Call> calls = new ArrayList<>();
        for (ValueType result : List.of(ValueType.I32, ValueType.I64)) {
            for (Ops.Op op : Ops.TRUNCATIONS.get(result)) {
                String name = define(module, op.takes(), result, op.code());
                edges(op.takes().getFirst()).forEach(value -> calls.add(new Call(name, List.of(value))));
            }
            long least = result == ValueType.I32 ? Integer.MIN_VALUE : Long.MIN_VALUE;
            for (int division : Ops.DIVISIONS.get(result)) {
                String name = define(module, List.of(result, result), result, division);
                for (long first : new long[] {7, -7, least}) {
                    for (long second : new long[] {0, -1, 2, least}) {
                        calls.add(new Call(name, List.of(first, second)));
                    }
                }
            }
        }
        byte[] wasm = module.module();
        return calls.stream().map(call -> new Program(call.toString(), wasm, List.of(call))).toList();
    }

    /** @return the name of a function that is one operator */
    private static String define(Assembler module, List<ValueType> takes, ValueType result, int... opcode) {
        StringBuilder name = new StringBuilder("op");
        IntStream.of(opcode).forEach(b -> name.append('-').append(Integer.toHexString(b)));
        module.export(name.toString(), Assembler.FUNCTION, module.declare(new ExternType.Func(takes, List.of(result))));
        Code code = new Code();
        IntStream.range(0, takes.size()).forEach(p -> code.op(Ops.LOCAL_GET).unsigned(p));
        module.body(List.of(), code.op(opcode));
        return name.toString();
    }

    private static List<Long> edges(ValueType type) {
        return switch (type) {
            case I32 -> WORDS;
            case I64 -> LONGS;
            case F32 -> NUMBERS.stream().map(n -> Float.floatToRawIntBits(n.floatValue()) & 0xffff_ffffL).toList();
            default -> NUMBERS.stream().map(Double::doubleToRawLongBits).toList();
        };
    }
}
