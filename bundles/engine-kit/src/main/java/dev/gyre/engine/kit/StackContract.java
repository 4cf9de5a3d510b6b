package dev.gyre.engine.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.Global;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.InstancePre;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;

/** Guests that call without end: each ends with a trap, soon, and takes nothing from others. Run on threads with the engine's stack. */
public abstract class StackContract extends EngineContract {
    /** What Wasmtime allows small functions by default is some thousands; an engine that allows less would refuse guests that run elsewhere. */
    private static final int DEPTH = 2000;

    private InstancePre guest(HostFunction.Body again, HostFunction.Body probe) {
        return prepare(compile("stack"), Map.of("env.again", again, "env.probe", probe));
    }

    private CoreInstance instance(Store store) {
        return guest((caller, args) -> caller.instance().function("by-host").orElseThrow().call(args), (caller, args) -> HostFunction.NOTHING).instantiate(store);
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct", "mutual", "indirect", "several-results", "no-results", "looping", "by-host"})
    void aRecursionWithoutEndTraps(String kind) {
        CoreInstance instance = instance(open());
        for (int i = 0; i < 3; i++) {
            traps(TrapKind.STACK_OVERFLOW, instance, kind, 1);
            assertEquals(DEPTH, call(instance, "down", DEPTH), "after an overflow");
        }
    }

    @Test
    void aRecursionWithManyValuesTraps() {
        CoreInstance instance = instance(open());
        traps(TrapKind.STACK_OVERFLOW, instance, "many-values", 1, 2, 3, 4, 5, 6, 7, 8);
        assertEquals(DEPTH, call(instance, "down", DEPTH));
    }

    @Test
    void aFunctionLeavesTheStackAsItWasWhicheverWayItEnds() {
        CoreInstance instance = instance(open());
        assertEquals(8 * 100_000, call(instance, "ways-out", 100_000));
        assertEquals(DEPTH, call(instance, "down", DEPTH));
        assertEquals(7, ((Global) instance.export("last").orElseThrow()).get());
    }

    /** Compiled code, interpreted code, and what goes on in one after it began in the other. */
    @Test
    void aDepthIsReachedAgainAndAgain() {
        for (int i = 0; i < 300; i++) {
            assertEquals(DEPTH, call(instance(open()), "down", DEPTH));
        }
    }

    @Test
    void manyAtOnceEnd() throws InterruptedException {
        Map<String, Integer> ends = new ConcurrentHashMap<>();
        List<GuestThreads.Running> threads = new ArrayList<>();
        for (String kind : Stream.generate(() -> List.of("direct", "looping", "indirect", "by-host")).limit(8).flatMap(List::stream).toList()) {
            threads.add(GuestThreads.start(engine(), false, () -> {
                try (Store store = engine().openStore(LIMITS, "")) {
                    CoreInstance instance = instance(store);
                    TrapException e = assertThrows(TrapException.class, () -> call(instance, kind, 1));
                    ends.merge(e.kind().toString(), 1, Integer::sum);
                }
            }));
        }
        for (GuestThreads.Running thread : threads) {
            assertEquals(null, thread.join().get());
        }
        assertEquals(Map.of(TrapKind.STACK_OVERFLOW.toString(), 32), ends);
    }

    /** However deep its guest is, a host function has {@link Room}: it never is the one that finds the stack full, nor are the classes it loads. */
    @ParameterizedTest
    @ValueSource(strings = {"probing", "probing-indirect", "by-host"})
    void hostFunctionsFindRoomAtEveryDepth(String kind) {
        int[] found = new int[2];
        HostFunction.Body probe = (caller, args) -> {
            found[0]++;
            try {
                Room.use();
            } catch (StackOverflowError e) {
                found[1]++;
            }
            return HostFunction.NOTHING;
        };
        for (int i = 0; i < 3; i++) {
            CoreInstance instance = guest((caller, args) -> {
                probe.call(caller, args);
                return caller.instance().function("by-host").orElseThrow().call(args);
            }, probe).instantiate(open());
            traps(TrapKind.STACK_OVERFLOW, instance, kind, 1);
        }
        assertTrue(found[0] > 3 * 20, () -> found[0] + " calls");
        assertEquals(0, found[1], "of " + found[0]);
    }

    /** A thread with less than the engine asks for is one the store is told of. */
    @Test
    void aSmallerStackIsUsedUpSooner() throws Throwable {
        long[] depths = new long[2];
        for (int i = 0; i < 2; i++) {
            long stack = (4L << i) << 20;
            int at = i;
            Throwable[] thrown = new Throwable[1];
            Thread thread = new Thread(null, () -> {
                try (Store store = engine().openStore(new StoreLimits(1 << 20, 100, 2, LIMITS.heap(), stack), "")) {
                    CoreInstance instance = guest((caller, args) -> HostFunction.NOTHING, (caller, args) -> {
                        depths[at]++;
                        return HostFunction.NOTHING;
                    }).instantiate(store);
                    traps(TrapKind.STACK_OVERFLOW, instance, "probing", 1);
                } catch (Throwable e) {
                    thrown[0] = e;
                }
            }, "guest", stack);
            thread.start();
            thread.join();
            if (thrown[0] != null) {
                throw thrown[0];
            }
        }
        assertTrue(depths[0] > 200 && depths[1] > depths[0], depths[0] + " and " + depths[1]);
    }
}
