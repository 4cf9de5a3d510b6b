package dev.gyre.engine.chicory.internal.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;

import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.CoreFunction;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.ExportType;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.Global;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.engine.ValueType;
import dev.gyre.engine.chicory.internal.ChicoryEngine;

/** Rewritten classes do what Chicory's interpreter does. */
class RewriteTest {
    private static final StoreLimits LIMITS = new StoreLimits(1 << 24, 100, 10);
    private final ChicoryEngine engine = new ChicoryEngine();

    private static byte[] guest(String name) {
        try (var in = RewriteTest.class.getResourceAsStream("/guests/" + name + ".wasm")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static long[] values(ValueType type) {
        return switch (type) {
            case I32 -> new long[] {0, 1, -1, 7, 8, 31, 32, 255, 65528, 65532, 65535, Integer.MIN_VALUE, Integer.MAX_VALUE, -4, -7, 0x12345678};
            case I64 -> new long[] {0, 1, -1, 63, 64, 0x80, 0x8000, 0x80000000L, Long.MIN_VALUE, Long.MAX_VALUE, 0x123456789abcdef0L};
            case F32 -> Stream.of(0f, -0f, 1f, -1f, Float.NaN, Float.POSITIVE_INFINITY, Float.MIN_VALUE).mapToLong(Float::floatToRawIntBits).toArray();
            default -> Arrays.stream(new double[] {0, -0d, 1, -1, Double.NaN, Double.NEGATIVE_INFINITY, Double.MIN_VALUE})
                    .mapToLong(Double::doubleToRawLongBits).toArray();
        };
    }

    @Test
    void comparisonsIntrinsicsGlobalsAndAddressesAreWhatTheInterpreterSays() {
        byte[] wasm = guest("rewritten");
        Instance interpreter = Instance.builder(Parser.parse(wasm)).build();
        CompiledModule module = engine.compile(wasm, CompileOptions.uncached("rewritten"));
        int compared = 0;
        try (Store store = engine.openStore(LIMITS, "")) {
            CoreInstance instance = module.prepare(List.of()).instantiate(store);
            for (ExportType export : module.exports()) {
                if (export.type() instanceof ExternType.Func type) {
                    for (long[] args : arguments(type.params())) {
                        assertEquals(interpreted(interpreter, export.name(), type, args), compiled(instance.function(export.name()).orElseThrow(), args),
                                () -> export.name() + Arrays.toString(args));
                        compared++;
                    }
                }
            }
        }
        assertTrue(compared > 4000, "compared " + compared);
    }

    private static List<long[]> arguments(List<ValueType> types) {
        List<long[]> all = new ArrayList<>();
        for (long a : values(types.getFirst())) {
            if (types.size() == 1) {
                all.add(new long[] {a});
            } else {
                Arrays.stream(values(types.get(1))).forEach(b -> all.add(new long[] {a, b}));
            }
        }
        return all;
    }

    private static String interpreted(Instance instance, String name, ExternType.Func type, long[] args) {
        if ((name.contains("load") || name.contains("store")) && args[0] < 0) {
            return "trap"; // the interpreter's sum of base and offset wraps, which the specification does not allow
        }
        try {
            long result = instance.export(name).apply(args)[0];
            return String.valueOf(type.results().getFirst() == ValueType.I32 || type.results().getFirst() == ValueType.F32 ? (int) result : result);
        } catch (ChicoryException e) {
            return "trap";
        }
    }

    private static String compiled(CoreFunction function, long[] args) {
        try {
            long result = function.call(args)[0];
            ValueType type = function.type().results().getFirst();
            return String.valueOf(type == ValueType.I32 || type == ValueType.F32 ? (int) result : result);
        } catch (TrapException e) {
            assertEquals(TrapKind.OUT_OF_BOUNDS_MEMORY, e.kind());
            return "trap";
        }
    }

    @Test
    void aGlobalIsOneForTheHostAndTheGuest() {
        try (Store store = engine.openStore(LIMITS, "")) {
            CoreInstance instance = engine.compile(guest("rewritten"), CompileOptions.uncached("rewritten")).prepare(List.of()).instantiate(store);
            for (ValueType type : List.of(ValueType.I32, ValueType.I64, ValueType.F32, ValueType.F64)) {
                String name = type.name().toLowerCase(Locale.ROOT);
                Global global = (Global) instance.export("global." + name).orElseThrow();
                for (long value : values(type)) {
                    assertEquals(value, instance.function("set." + name).orElseThrow().call(value)[0]);
                    assertEquals(value, global.get());
                    global.set(values(type)[1]);
                    assertEquals(values(type)[1], global.get());
                }
            }
        }
    }

    /** The JIT compiler has taken the look at the flag out of the loop by then; the loop check has to be armed. */
    @Test
    void aCompiledLoopThatNeverLooksIsStoppedAndTheModuleLooksFromThenOn() throws InterruptedException {
        CompiledModule module = engine.compile(guest("spin"), CompileOptions.uncached("spin"));
        for (int round = 0; round < 3; round++) {
            try (Store store = engine.openStore(LIMITS, "")) {
                CoreInstance instance = module.prepare(List.of()).instantiate(store);
                Thread guest = Thread.ofPlatform().start(
                        () -> assertEquals(TrapKind.DEADLINE, assertThrows(TrapException.class, () -> instance.function("spin").orElseThrow().call()).kind()));
                Thread.sleep(300);
                store.interrupt(TrapKind.DEADLINE);
                guest.join(60_000);
                assertTrue(!guest.isAlive(), "round " + round);
            }
        }
    }
}
