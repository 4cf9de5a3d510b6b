package dev.gyre.engine.chicory.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.Global;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.api.engine.Store;

class ChicoryEngineTest {
    private final List<String> notes = new ArrayList<>();
    private final Map<String, HostFunction.Body> host = Map.of(
            "env.twice", (caller, args) -> new long[] {args[0] * 2 + (int) caller.data()},
            "env.note", (caller, args) -> {
                notes.add(args[0] + " " + args[1] + " " + Float.intBitsToFloat((int) args[2]) + " " + Double.longBitsToDouble(args[3]));
                return HostFunction.NOTHING;
            });
    private final Store store = Guests.ENGINE.openStore(Guests.LIMITS, 100);
    private final CoreInstance basic = Guests.prepare(Guests.compile("basic"), host).instantiate(store);

    private long[] call(String function, long... args) {
        return basic.function(function).orElseThrow().call(args);
    }

    @Test
    void functionsAreCalledWithEveryCarrier() {
        assertArrayEquals(new long[] {-3}, call("add", -1, -2));
        assertArrayEquals(new long[] {1L << 40}, call("add64", (1L << 40) - 1, 1));
        assertEquals(3f, Float.intBitsToFloat((int) call("mulf", Float.floatToRawIntBits(1.5f), Float.floatToRawIntBits(2))[0]));
        assertEquals(-3d, Double.longBitsToDouble(call("muld", Double.doubleToRawLongBits(1.5), Double.doubleToRawLongBits(-2))[0]));
        assertArrayEquals(new long[] {5, 4}, call("swap", 4, 5));
        assertArrayEquals(new long[0], call("nothing"));
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
        assertArrayEquals(new long[] {(3 * 2 + 100) * 2 + 100}, call("four", 3));
        call("report");
        assertEquals(List.of("-1 -2 1.5 -2.5"), notes);
    }

    @Test
    void memoryIsReadAndWrittenByBothSides() {
        LinearMemory memory = basic.memory("memory").orElseThrow();
        assertEquals("hello", memory.readString(16, 5));
        call("store", 100, 200);
        assertEquals((byte) 200, memory.readByte(100));
        memory.writeInt(200, 0x04030201);
        assertArrayEquals(new long[] {2}, call("load", 201));
        assertArrayEquals(new long[] {1}, call("grow", 2));
        assertEquals(3, memory.pages());
        assertEquals(3, store.memoryPages());
        memory.writeLong(3 * 65536 - 8, -1);
        assertArrayEquals(new long[] {255}, call("load", 3 * 65536 - 1));
        assertArrayEquals(new long[] {-1}, call("grow", 2));
    }

    @Test
    void startFunctionRunsAndGlobalsAreVisible() {
        assertEquals(7, ((Global) basic.export("started").orElseThrow()).get());
        assertEquals(42, ((Global) basic.export("answer").orElseThrow()).get());
        assertTrue(basic.export("absent").isEmpty());
    }
}
