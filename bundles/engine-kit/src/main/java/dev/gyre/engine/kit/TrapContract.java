package dev.gyre.engine.kit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.GuestExit;
import dev.gyre.api.engine.GuestFrame;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.InstancePre;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;

/** Every way a guest fails ends its call, told by kind and with the guest's back-trace, and nothing else. */
public abstract class TrapContract extends EngineContract {
    private static final List<RuntimeException> FAILURES = List.of(new GuestExit(3), new IllegalStateException("host"),
            new TrapException(TrapKind.ABI_VIOLATION, "bad"));
    private static final int OUT_OF_MEMORY = 10;
    private static final int CALL_BACK = 11;
    private static final int ERROR = 12;

    private CoreInstance instance;

    @BeforeEach
    final void makeInstance() {
        instance = prepare(compile("traps"), Map.of("env.fail", (caller, args) -> {
            switch ((int) args[0]) {
                case 0 -> { }
                case OUT_OF_MEMORY -> throw new OutOfMemoryError("in the host");
                case CALL_BACK -> call(caller.instance(), "unreachable");
                case ERROR -> throw new NoClassDefFoundError("in the host");
                default -> throw FAILURES.get((int) args[0] - 1);
            }
            return HostFunction.NOTHING;
        })).instantiate(open());
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
        assertEquals("traps", traps(kind, instance, function, values).frames().getFirst().module());
    }

    @Test
    void whatIsJustInBoundsDoesNotTrap() {
        call(instance, "fill", 65536, 0);
        call(instance, "fill", 0, 65536);
        call(instance, "copy", 65536, 65536, 0);
        call(instance, "init", 65533, 0, 3);
        call(instance, "load", 65532);
        assertEquals(1, call(instance, "indirect", 1));
        assertEquals(4, call(instance, "table-grow", 6));
        assertEquals(1, call(instance, "indirect", 9));
        assertEquals(-1, call(instance, "table-grow", 1));
    }

    /** Bulk operations check before they write. */
    @Test
    void whatTrapsForItsBoundsHasWrittenNothing() {
        byte[] before = instance.memory("memory").orElseThrow().read(0, (int) PAGE);
        traps(TrapKind.OUT_OF_BOUNDS_MEMORY, instance, "fill", 65000, 600);
        assertArrayEquals(before, memoryOf(instance));
        for (String operation : List.of("copy", "init")) {
            CoreInstance fresh = prepare(compile("traps"), Map.of("env.fail", (c, a) -> HostFunction.NOTHING)).instantiate(open());
            call(fresh, "fill", 0, 100);
            byte[] filled = memoryOf(fresh);
            traps(TrapKind.OUT_OF_BOUNDS_MEMORY, fresh, operation, operation.equals("copy") ? new long[] {65530, 0, 50} : new long[] {65534, 0, 3});
            assertArrayEquals(filled, memoryOf(fresh), operation);
        }
    }

    private static byte[] memoryOf(CoreInstance of) {
        return of.memory("memory").orElseThrow().read(0, (int) PAGE);
    }

    @Test
    void aDroppedSegmentIsEmpty() {
        call(instance, "drop");
        call(instance, "init", 0, 0, 0);
        traps(TrapKind.OUT_OF_BOUNDS_MEMORY, instance, "init", 0, 0, 1);
    }

    @Test
    void theBackTraceNamesTheGuestsFunctionsInnermostFirst() {
        TrapException e = traps(TrapKind.UNREACHABLE, instance, "unreachable");
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
        for (int i = 1; i <= FAILURES.size(); i++) {
            int failure = i;
            assertSame(FAILURES.get(i - 1), assertThrows(RuntimeException.class, () -> call(instance, "fail", failure)));
            assertSame(FAILURES.get(i - 1), assertThrows(RuntimeException.class, () -> {
                instance.function("fail").orElseThrow().handle().invokeExact(failure);
            }));
        }
        assertThrows(NoClassDefFoundError.class, () -> call(instance, "fail", ERROR));
        traps(TrapKind.UNREACHABLE, instance, "unreachable");
    }

    @Test
    void aTrapOfAnInnerCallComesOutAsItIs() {
        assertEquals("traps!innermost", traps(TrapKind.UNREACHABLE, instance, "fail", CALL_BACK).frames().getFirst().toString());
    }

    @Test
    void outOfMemoryIsTheGuestsFailure() {
        traps(TrapKind.RESOURCE_LIMIT, instance, "fail", OUT_OF_MEMORY);
    }

    @Test
    void recursionEndsCleanlyAndTheNextCallWorks() throws InterruptedException {
        for (boolean virtual : new boolean[] {false, true}) {
            assertNull(GuestThreads.start(engine(), virtual, () -> {
                for (int i = 0; i < 3; i++) {
                    TrapException e = traps(TrapKind.STACK_OVERFLOW, instance, "recurse", 1);
                    assertTrue(e.frames().size() > 10, () -> e.frames().toString());
                    assertEquals("traps!recurse", e.frames().get(5).toString());
                    assertEquals(1, call(instance, "one"));
                }
            }).join().get());
        }
    }

    /** A guest chooses how much of the stack a host function finds: the overflow must leave no lock behind. */
    @Test
    void aStackOverflowInAHostFunctionLeavesTheHostUsable() throws InterruptedException {
        ReentrantLock lock = new ReentrantLock();
        int[] sum = new int[1];
        InstancePre deep = prepare(compile("traps"), Map.of("env.fail", (caller, args) -> {
            lock.lock();
            try {
                sum[0] += String.valueOf(args[0]).length();
            } finally {
                lock.unlock();
            }
            return HostFunction.NOTHING;
        }));
        for (int i = 0; i < 50; i++) {
            assertNull(GuestThreads.start(engine(), true, () -> {
                try (Store store = engine().openStore(LIMITS, "")) {
                    CoreInstance recursing = deep.instantiate(store);
                    assertThrows(TrapException.class, () -> call(recursing, "recurse-host"));
                }
            }).join().get());
            assertFalse(lock.isLocked());
        }
        assertTrue(sum[0] > 1000);
    }
}
