package dev.gyre.engine.chicory.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.GuestExit;
import dev.gyre.api.engine.GuestFrame;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.InstancePre;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;

class TrapTest {
    private static final CompiledModule MODULE = Guests.compile("traps");
    private static final RuntimeException[] FAILURES = {null, new GuestExit(3), new IllegalStateException("host"), new TrapException(TrapKind.ABI_VIOLATION, "bad")};
    private static final InstancePre PRE = Guests.prepare(MODULE, Map.of("env.fail", (caller, args) -> {
        switch ((int) args[0]) {
            case 0 -> { }
            case 10 -> throw new OutOfMemoryError("in the host");
            case 11 -> caller.instance().function("unreachable").orElseThrow().call();
            case 12 -> throw new NoClassDefFoundError("in the host");
            default -> throw FAILURES[(int) args[0]];
        }
        return HostFunction.NOTHING;
    }));
    private final CoreInstance instance = PRE.instantiate(Guests.ENGINE.openStore(Guests.LIMITS, ""));

    private long[] call(String function, long... args) {
        return instance.function(function).orElseThrow().call(args);
    }

    private TrapException trap(String function, long... args) {
        return assertThrows(TrapException.class, () -> call(function, args));
    }

    @ParameterizedTest
    @CsvSource({
            "unreachable, UNREACHABLE,",
            "load, OUT_OF_BOUNDS_MEMORY, 65533", "load, OUT_OF_BOUNDS_MEMORY, -1", "load, OUT_OF_BOUNDS_MEMORY, -4", "load, OUT_OF_BOUNDS_MEMORY, -2147483648",
            "load-offset, OUT_OF_BOUNDS_MEMORY, 0", "load-offset, OUT_OF_BOUNDS_MEMORY, 2147483647", "load-far, OUT_OF_BOUNDS_MEMORY, 100",
            "store, OUT_OF_BOUNDS_MEMORY, 65529", "store, OUT_OF_BOUNDS_MEMORY, -1",
            "fill, OUT_OF_BOUNDS_MEMORY, 1 65536", "fill, OUT_OF_BOUNDS_MEMORY, 0 -1", "fill, OUT_OF_BOUNDS_MEMORY, -1 2", "fill, OUT_OF_BOUNDS_MEMORY, -1 0",
            "copy, OUT_OF_BOUNDS_MEMORY, 0 1 65536", "copy, OUT_OF_BOUNDS_MEMORY, 1 0 65536", "copy, OUT_OF_BOUNDS_MEMORY, 0 0 -1",
            "copy, OUT_OF_BOUNDS_MEMORY, 65537 0 0",
            "init, OUT_OF_BOUNDS_MEMORY, 0 0 4", "init, OUT_OF_BOUNDS_MEMORY, 0 3 1", "init, OUT_OF_BOUNDS_MEMORY, 65535 0 2", "init, OUT_OF_BOUNDS_MEMORY, 0 -1 1",
            "indirect, OUT_OF_BOUNDS_TABLE, 4", "indirect, OUT_OF_BOUNDS_TABLE, -1", "indirect, UNINITIALIZED_ELEMENT, 0",
            "indirect-void, INDIRECT_CALL_MISMATCH, 1",
            "table-get, OUT_OF_BOUNDS_TABLE, 4", "table-get, OUT_OF_BOUNDS_TABLE, -1", "table-fill, OUT_OF_BOUNDS_TABLE, 3 2",
            "table-copy, OUT_OF_BOUNDS_TABLE, 3 0 2", "table-copy, OUT_OF_BOUNDS_TABLE, 0 3 2", "table-copy, OUT_OF_BOUNDS_TABLE, 2147483647 2147483647 2147483647",
            "divide, INTEGER_DIVIDE_BY_ZERO, 1 0", "divide, INTEGER_OVERFLOW, -2147483648 -1", "remainder, INTEGER_DIVIDE_BY_ZERO, 1 0",
            "truncate, INTEGER_OVERFLOW, 9218868437227405312", "truncate, INVALID_CONVERSION, 9221120237041090560",
            "recurse, STACK_OVERFLOW, 1"})
    void everyKindOfTrapIsToldApart(String function, TrapKind kind, String args) {
        long[] values = args == null ? new long[0] : Arrays.stream(args.split(" ")).mapToLong(Long::parseLong).toArray();
        TrapException e = trap(function, values);
        assertEquals(kind, e.kind(), () -> e.getMessage() + " " + e.getCause());
        assertEquals("traps", e.frames().getFirst().module());
    }

    @Test
    void whatIsJustInBoundsDoesNotTrap() {
        call("fill", 65536, 0);
        call("fill", 0, 65536);
        call("copy", 65536, 65536, 0);
        call("init", 65533, 0, 3);
        call("load", 65532);
        assertArrayEquals(new long[] {1}, call("indirect", 1));
        assertArrayEquals(new long[] {4}, call("table-grow", 6));
        assertArrayEquals(new long[] {1}, call("indirect", 9));
        assertArrayEquals(new long[] {-1}, call("table-grow", 1));
    }

    @Test
    void aDroppedSegmentIsEmpty() {
        call("drop");
        call("init", 0, 0, 0);
        assertEquals(TrapKind.OUT_OF_BOUNDS_MEMORY, trap("init", 0, 0, 1).kind());
    }

    @Test
    void theBackTraceNamesTheGuestsFunctionsInnermostFirst() {
        TrapException e = trap("unreachable");
        assertEquals("[traps!innermost, traps!middle, traps!unreachable]", e.frames().toString());
        assertEquals(new GuestFrame("traps", 2, "innermost"), e.frames().getFirst());
    }

    @Test
    void aHandleTrapsLikeACall() {
        TrapException e = assertThrows(TrapException.class, () -> {
            instance.function("unreachable").orElseThrow().handle().invokeExact();
        });
        assertEquals(TrapKind.UNREACHABLE, e.kind());
        assertEquals(3, e.frames().size());
        TrapException deep = assertThrows(TrapException.class, () -> {
            int unused = (int) instance.function("recurse").orElseThrow().handle().invokeExact(1);
        });
        assertEquals(TrapKind.STACK_OVERFLOW, deep.kind());
    }

    @Test
    void whatAHostFunctionThrowsComesOutAsItIs() {
        for (int i = 1; i < FAILURES.length; i++) {
            int failure = i;
            assertSame(FAILURES[i], assertThrows(RuntimeException.class, () -> call("fail", failure)));
            assertSame(FAILURES[i], assertThrows(RuntimeException.class, () -> {
                instance.function("fail").orElseThrow().handle().invokeExact(failure);
            }));
        }
        assertThrows(NoClassDefFoundError.class, () -> call("fail", 12));
        assertEquals(TrapKind.UNREACHABLE, trap("unreachable").kind());
    }

    @Test
    void aTrapOfAnInnerCallComesOutAsItIs() {
        TrapException e = trap("fail", 11);
        assertEquals(TrapKind.UNREACHABLE, e.kind());
        assertEquals("traps!innermost", e.frames().getFirst().toString());
    }

    @Test
    void outOfMemoryIsTheGuestsFailure() {
        assertEquals(TrapKind.RESOURCE_LIMIT, trap("fail", 10).kind());
    }

    @Test
    void recursionEndsCleanlyOnVirtualThreadsToo() throws InterruptedException {
        Throwable[] seen = new Throwable[1];
        Thread.ofVirtual().start(() -> {
            try {
                for (int i = 0; i < 3; i++) {
                    TrapException e = trap("recurse", 1);
                    assertEquals(TrapKind.STACK_OVERFLOW, e.kind());
                    assertTrue(e.frames().size() > 10, () -> e.frames().toString());
                    assertEquals("traps!recurse", e.frames().get(5).toString());
                    assertArrayEquals(new long[] {1}, call("one"));
                }
            } catch (Throwable t) {
                seen[0] = t;
            }
        }).join();
        assertEquals(null, seen[0]);
    }

    /** A guest chooses how much of the stack a host function finds: the overflow must leave no lock behind. */
    @Test
    void aStackOverflowInAHostFunctionLeavesTheHostUsable() throws InterruptedException {
        ReentrantLock lock = new ReentrantLock();
        int[] sum = new int[1];
        InstancePre deep = Guests.prepare(MODULE, Map.of("env.fail", (caller, args) -> {
            lock.lock();
            try {
                sum[0] += String.valueOf(args[0]).length();
            } finally {
                lock.unlock();
            }
            return HostFunction.NOTHING;
        }));
        for (int i = 0; i < 50; i++) {
            Thread thread = Thread.ofVirtual().start(() -> {
                CoreInstance recursing = deep.instantiate(Guests.ENGINE.openStore(Guests.LIMITS, ""));
                assertThrows(TrapException.class, () -> recursing.function("recurse-host").orElseThrow().call());
            });
            thread.join();
            assertFalse(lock.isLocked());
        }
        assertTrue(sum[0] > 1000);
    }

    @Test
    void anUncaughtExceptionOfTheGuestIsATrap() {
        CoreInstance throwing = Guests.prepare("f-exceptions").instantiate(Guests.ENGINE.openStore(Guests.LIMITS, ""));
        TrapException e = assertThrows(TrapException.class, () -> throwing.function("throw").orElseThrow().call(1));
        assertEquals(TrapKind.UNCAUGHT_EXCEPTION, e.kind());
    }

    @Test
    void aWrongNumberOfArgumentsIsRefused() {
        assertEquals("function takes (i32) -> i32, but 0 arguments were given", trap("load").getMessage());
    }
}
