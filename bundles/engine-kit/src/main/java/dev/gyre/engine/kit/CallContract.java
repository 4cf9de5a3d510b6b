package dev.gyre.engine.kit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.CoreFunction;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.Global;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.engine.ValueType;

/** Calls in both directions carry every value unchanged, by array and by exactly typed handle. */
public abstract class CallContract extends EngineContract {
    private static final List<ValueType> NUMBERS = List.of(ValueType.I32, ValueType.I64, ValueType.F32, ValueType.F64);
    private static final long[] WORDS = {0, 1, -1, 42, Integer.MIN_VALUE, Integer.MAX_VALUE, 0x80, 0xff00};
    private static final long[] LONGS = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 0x1_0000_0000L, 0xdead_beef_0bad_f00dL};
    private static final float[] FLOATS = {0f, -0f, 1.5f, -3.25f, Float.MIN_VALUE, Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.NaN};
    private static final double[] DOUBLES = {0d, -0d, 1.5d, -3.25d, Double.MIN_VALUE, Double.MAX_VALUE, Double.NEGATIVE_INFINITY, Double.NaN};

    private final List<String> notes = new ArrayList<>();
    private final Map<String, HostFunction.Body> host = Map.of(
            "env.twice", (caller, args) -> new long[] {args[0] * 2 + (int) caller.data()},
            "env.note", (caller, args) -> {
                notes.add(args[0] + " " + args[1] + " " + Float.intBitsToFloat((int) args[2]) + " " + Double.longBitsToDouble(args[3]));
                return HostFunction.NOTHING;
            });
    private Store store;
    private CoreInstance basic;

    @BeforeEach
    final void makeInstance() {
        notes.clear();
        store = open(LIMITS, 100);
        basic = prepare(compile("basic"), host).instantiate(store);
    }

    @Test
    void functionsAreCalledWithEveryCarrier() {
        assertArrayEquals(new long[] {-3}, results(basic, "add", -1, -2));
        assertArrayEquals(new long[] {1L << 40}, results(basic, "add64", (1L << 40) - 1, 1));
        assertEquals(3f, Float.intBitsToFloat((int) call(basic, "mulf", Float.floatToRawIntBits(1.5f), Float.floatToRawIntBits(2))));
        assertEquals(-3d, Double.longBitsToDouble(call(basic, "muld", Double.doubleToRawLongBits(1.5), Double.doubleToRawLongBits(-2))));
        assertArrayEquals(new long[] {5, 4}, results(basic, "swap", 4, 5));
        assertArrayEquals(new long[0], results(basic, "nothing"));
    }

    @Test
    void handlesAreExactlyTyped() throws Throwable {
        assertEquals(5, (int) basic.function("add").orElseThrow().handle().invokeExact(2, 3));
        assertEquals(5L, (long) basic.function("add64").orElseThrow().handle().invokeExact(2L, 3L));
        assertEquals(6f, (float) basic.function("mulf").orElseThrow().handle().invokeExact(2f, 3f));
        assertEquals(6d, (double) basic.function("muld").orElseThrow().handle().invokeExact(2d, 3d));
        assertEquals("[3, 2]", Arrays.toString((long[]) basic.function("swap").orElseThrow().handle().invokeExact(2, 3L)));
        basic.function("nothing").orElseThrow().handle().invokeExact();
    }

    @Test
    void hostFunctionsFindTheStoresDataAndGetEncodedArguments() {
        assertArrayEquals(new long[] {(3 * 2 + 100) * 2 + 100}, results(basic, "four", 3));
        call(basic, "report");
        assertEquals(List.of("-1 -2 1.5 -2.5"), notes);
        assertEquals(100, store.data());
    }

    @Test
    void theCallerIsTheInstanceAndItsMemory() {
        CoreInstance[] seen = new CoreInstance[1];
        CoreInstance[] made = new CoreInstance[1];
        Map<String, HostFunction.Body> bodies = Map.of("env.note", host.get("env.note"), "env.twice", (caller, args) -> {
            seen[0] = caller.instance();
            return new long[] {caller.memory().readByte((int) args[0])};
        });
        made[0] = prepare(compile("basic"), bodies).instantiate(store);
        call(made[0], "store", 7, 8);
        call(made[0], "store", 8, 99);
        assertEquals(99, call(made[0], "four", 7));
        assertSame(made[0], seen[0]);
        assertSame(store, seen[0].store());
        assertSame(made[0].module(), seen[0].module());
    }

    /** A host function may call the guest that called it; its results are its own then. */
    @Test
    void callsNest() {
        Map<String, HostFunction.Body> bodies = Map.of("env.note", host.get("env.note"), "env.twice",
                (caller, args) -> new long[] {args[0] <= 0 ? args[0] - 1 : call(caller.instance(), "four", args[0] - 1)});
        CoreInstance nesting = prepare(compile("basic"), bodies).instantiate(store);
        assertEquals(-2 - 12, call(nesting, "four", 12), "each level takes one away");
    }

    @Test
    void memoryIsReadAndWrittenByBothSides() {
        LinearMemory memory = basic.memory("memory").orElseThrow();
        assertEquals("hello", memory.readString(16, 5));
        call(basic, "store", 100, 200);
        assertEquals((byte) 200, memory.readByte(100));
        memory.writeInt(200, 0x04030201);
        assertArrayEquals(new long[] {2}, results(basic, "load", 201));
        assertArrayEquals(new long[] {1}, results(basic, "grow", 2));
        assertEquals(3, memory.pages());
        assertEquals(3, store.memoryPages());
        memory.writeLong(3 * 65536 - 8, -1);
        assertArrayEquals(new long[] {255}, results(basic, "load", 3 * 65536 - 1));
        assertArrayEquals(new long[] {-1}, results(basic, "grow", 2));
    }

    @Test
    void theStartFunctionRunsAndGlobalsAreVisible() {
        assertEquals(7, ((Global) basic.export("started").orElseThrow()).get());
        assertEquals(42, ((Global) basic.export("answer").orElseThrow()).get());
        assertTrue(basic.export("absent").isEmpty());
        assertThrows(TrapException.class, () -> ((Global) basic.export("answer").orElseThrow()).set(1));
    }

    @Test
    void aWrongNumberOfArgumentsIsRefused() {
        assertThrows(TrapException.class, () -> call(basic, "add"));
        assertThrows(TrapException.class, () -> call(basic, "nothing", 1));
        assertEquals(3, call(basic, "add", 1, 2));
    }

    @Test
    void aHostFunctionThatGivesTooFewResultsIsTheHostsFault() {
        CoreInstance broken = prepare(compile("basic"), Map.of("env.twice", (c, a) -> HostFunction.NOTHING, "env.note", (c, a) -> a)).instantiate(store);
        traps(TrapKind.ENGINE_FAILURE, broken, "four", 1);
        assertArrayEquals(new long[] {3}, results(basic, "add", 1, 2));
    }

    /** From the host into a guest, out to a host function that turns everything round, and back. */
    @Test
    void everyMixOfTypesCrossesUnchangedInBothDirections() throws Throwable {
        Random random = new Random(7);
        List<ExternType.Func> types = new ArrayList<>();
        for (ValueType one : NUMBERS) {
            types.add(new ExternType.Func(List.of(one), List.of(one)));
            for (ValueType two : NUMBERS) {
                types.add(new ExternType.Func(List.of(one, two), List.of(two, one)));
            }
        }
        for (int i = 0; i < 30; i++) {
            List<ValueType> params = random.ints(i % 14, 0, 4).mapToObj(NUMBERS::get).toList();
            types.add(new ExternType.Func(params, i % 5 == 0 ? List.of() : params.subList(0, Math.min(params.size(), i % 5)).reversed()));
        }
        CompiledModule module = compile("mixes", mixes(types));
        CoreInstance instance = prepare(module, bodies(types)).instantiate(store);
        for (int i = 0; i < types.size(); i++) {
            for (int round = 0; round < 4; round++) {
                check(types.get(i), instance.function("f" + i).orElseThrow(), random);
            }
            HostFunction direct = new HostFunction("direct", types.get(i), bodies(types).get("env.h" + i));
            check(types.get(i), store.function(direct), random);
        }
    }

    /** Module whose function {@code fN} hands its arguments to the import {@code hN} and gives what that gives. */
    private static byte[] mixes(List<ExternType.Func> types) {
        Assembler out = new Assembler();
        for (int i = 0; i < types.size(); i++) {
            out.importFunction("env", "h" + i, types.get(i));
        }
        for (int i = 0; i < types.size(); i++) {
            out.export("f" + i, Assembler.FUNCTION, out.declare(types.get(i)));
            Assembler.Code code = new Assembler.Code();
            for (int p = 0; p < types.get(i).params().size(); p++) {
                code.op(0x20).unsigned(p);
            }
            out.body(List.of(), code.op(0x10).unsigned(i));
        }
        return out.module();
    }

    private static Map<String, HostFunction.Body> bodies(List<ExternType.Func> types) {
        Map<String, HostFunction.Body> bodies = new HashMap<>();
        for (int i = 0; i < types.size(); i++) {
            int results = types.get(i).results().size();
            bodies.put("env.h" + i, (caller, args) -> expected(args, results));
        }
        return bodies;
    }

    /** The first arguments in the opposite order. */
    private static long[] expected(long[] args, int results) {
        long[] out = new long[results];
        for (int i = 0; i < results; i++) {
            out[i] = args[results - 1 - i];
        }
        return out;
    }

    private static void check(ExternType.Func type, CoreFunction function, Random random) throws Throwable {
        Object[] values = type.params().stream().map(p -> value(p, random)).toArray();
        long[] encoded = Arrays.stream(values).mapToLong(CallContract::encode).toArray();
        long[] expected = expected(encoded, type.results().size());
        assertEquals(type, function.type());
        assertArrayEquals(expected, lowHalves(type, function.call(encoded)), type::toString);

        Class<?> result = switch (type.results().size()) {
            case 0 -> void.class;
            case 1 -> type.results().getFirst().carrier();
            default -> long[].class;
        };
        assertEquals(MethodType.methodType(result, type.params().stream().<Class<?>>map(ValueType::carrier).toList()), function.handle().type());
        Object got = function.handle().invokeWithArguments(values);
        long[] gotEncoded = got == null ? new long[0] : got instanceof long[] several ? several : new long[] {encode(got)};
        assertArrayEquals(expected, lowHalves(type, gotEncoded), () -> "handle of " + type);
    }

    /** Of an f32 only the low half means anything. */
    private static long[] lowHalves(ExternType.Func type, long[] results) {
        long[] out = results.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] = type.results().get(i) == ValueType.F32 ? out[i] & 0xffff_ffffL : out[i];
        }
        return out;
    }

    private static Object value(ValueType type, Random random) {
        return switch (type) {
            case I32 -> (int) WORDS[random.nextInt(WORDS.length)];
            case I64 -> LONGS[random.nextInt(LONGS.length)];
            case F32 -> FLOATS[random.nextInt(FLOATS.length)];
            default -> DOUBLES[random.nextInt(DOUBLES.length)];
        };
    }

    private static long encode(Object value) {
        return switch (value) {
            case Integer i -> i;
            case Long l -> l;
            case Float f -> Float.floatToRawIntBits(f) & 0xffff_ffffL;
            case Double d -> Double.doubleToRawLongBits(d);
            default -> throw new AssertionError("value " + value);
        };
    }

    @Test
    void aHundredParametersAndResultsCross() {
        List<ValueType> params = Collections.nCopies(100, ValueType.I64);
        ExternType.Func type = new ExternType.Func(params, params);
        CoreInstance instance = prepare(compile("wide", mixes(List.of(type))), bodies(List.of(type))).instantiate(store);
        long[] args = new Random(3).longs(100).toArray();
        assertArrayEquals(expected(args, 100), results(instance, "f0", args));
    }
}
