package dev.gyre.engine.kit.differ;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import java.util.zip.CRC32;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.GuestExit;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.engine.ValueType;
import dev.gyre.engine.kit.generate.ModuleGenerator;

/** The host of one run: answers by rule, not by chance, and writes down what it was asked. For one thread at a time. */
public final class Host {
    /** Ends guests that would ask for ever. */
    private static final int MOST_CALLS = 300;
    private static final int DEEPEST = 3;
    private static final int BAD_DESCRIPTOR = 8;

    private final List<String> lines = new ArrayList<>();
    private int calls;
    private int depth;
    private boolean conclusive = true;

    /**
     * Answers a call.
     *
     * @param memory what the caller's memory holds
     * @param back   calls the guest's export {@code back}
     */
    public long[] call(String name, ExternType.Func type, long[] args, Supplier<byte[]> memory, IntUnaryOperator back) {
        lines.add(name + values(type.params(), args));
        if (++calls > MOST_CALLS || name.endsWith("proc_exit")) {
            throw new GuestExit(7);
        }
        if (name.endsWith(ModuleGenerator.LOOK)) {
            lines.add("memory " + digest(memory.get()));
        }
        if (name.endsWith(ModuleGenerator.BACK) && depth < DEEPEST && (args[0] & 1) == 0) {
            depth++;
            int answer = back.applyAsInt((int) args[0] >> 1);
            depth--;
            lines.add("back " + answer);
            return new long[] {answer};
        }
        long[] results = new long[type.results().size()];
        for (int i = 0; i < results.length; i++) {
            results[i] = name.startsWith("env.") ? encode(type.results().get(i), calls * 37L + i) : name.endsWith("fd_prestat_get") ? BAD_DESCRIPTOR : 0;
        }
        return results;
    }

    private static long encode(ValueType type, long number) {
        return switch (type) {
            case F32 -> Float.floatToRawIntBits(number / 4f);
            case F64 -> Double.doubleToRawLongBits(number / 8d);
            default -> number;
        };
    }

    /** A call of the host's has given these. */
    public void gave(List<ValueType> types, long[] results) {
        lines.add("gave" + values(types, results));
    }

    /** A call of the host's has trapped. */
    public void trapped(TrapKind kind) {
        // Whose stack is how deep, and who has how much time, is not told by the specification.
        conclusive &= kind != TrapKind.STACK_OVERFLOW && kind != TrapKind.DEADLINE && kind != TrapKind.CANCELLED;
        lines.add("trap " + kind);
    }

    public void exited(int code) {
        lines.add("exit " + code);
    }

    /** The engine did what it must not. */
    public void failed(Throwable thrown) {
        lines.add("failed " + thrown);
    }

    public void refused() {
        lines.add("refused");
    }

    public void global(String name, ValueType type, long value) {
        lines.add("global " + name + values(List.of(type), new long[] {value}));
    }

    public void memory(byte[] bytes) {
        lines.add("memory " + bytes.length + " " + digest(bytes));
    }

    public Outcome outcome() {
        return new Outcome(lines, conclusive);
    }

    private static String digest(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return Long.toHexString(crc.getValue());
    }

    /** One line for values; all NaNs are alike. */
    private static String values(List<ValueType> types, long[] values) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < types.size(); i++) {
            out.append(' ').append(switch (types.get(i)) {
                case I32 -> "" + (int) values[i];
                case F32 -> Float.isNaN(Float.intBitsToFloat((int) values[i])) ? "nan" : Integer.toHexString((int) values[i]) + "f";
                case F64 -> Double.isNaN(Double.longBitsToDouble(values[i])) ? "nan" : Long.toHexString(values[i]) + "d";
                default -> "" + values[i];
            });
        }
        return out.toString();
    }
}
