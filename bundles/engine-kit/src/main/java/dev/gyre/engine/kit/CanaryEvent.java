package dev.gyre.engine.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.Global;
import dev.gyre.api.engine.GuestExit;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.InstancePre;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.engine.Table;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.engine.WasmEngine;

/** An event of the canary guest: looks for traces of others, leaves its own wherever it can, and ends in one of many ways. */
final class CanaryEvent {
    /** How many things {@code act} can do. */
    static final int ACTS = 24;
    private static final int ALL_MEMORY = 23;
    private static final int GROW_TABLES = 21;
    private static final int DROP_ELEMENTS = 20;
    private static final int DROP_DATA = 12;
    private static final int INIT_DATA = 11;
    private static final int BYTES = 17 << 16;
    private static final StoreLimits LIMITS = new StoreLimits(4 << 20, 100, 4);

    /** How an event ends. */
    enum Ending {
        CLOSE, TRAP, EXIT, HOST_FAILURE, INTERRUPT, POISON, ALL_MEMORY_THEN_CLOSE, OUT_OF_BOUNDS, STACK_OVERFLOW
    }

    /** What a new instance is. */
    record Pristine(byte[] memory, long state) {
        static Pristine of(CoreInstance instance) {
            byte[] memory = instance.memory("memory").orElseThrow().read(0, BYTES);
            assertEquals("around the first card's end", new String(Arrays.copyOfRange(memory, 4090, 4117), StandardCharsets.UTF_8));
            assertEquals(77, memory[300_000], "the start function runs once");
            assertEquals("the end!", new String(Arrays.copyOfRange(memory, BYTES - 8, BYTES), StandardCharsets.UTF_8));
            return new Pristine(memory, EngineContract.call(instance, "state"));
        }

        /** Looks at everything. Leaves the instance grown. */
        void check(CoreInstance instance, String when) {
            look(instance, when);
            assertEquals('i' | 'v' << 8 | 'e' << 16 | ' ' << 24, (int) EngineContract.call(instance, "segments"), when);
            assertEquals(0, EngineContract.call(instance, "grow"), () -> "words that are not zero in new pages " + when);
            assertEquals(2, EngineContract.call(instance, "grow-table"), () -> "new elements that are null " + when);
            assertEquals(0, EngineContract.call(instance, "locals"), () -> "locals " + when);
        }

        /** Looks at what can be seen without changing much. */
        void look(CoreInstance instance, String when) {
            LinearMemory memory = instance.memory("memory").orElseThrow();
            assertEquals(17, memory.pages(), when);
            int at = Arrays.mismatch(this.memory, memory.read(0, BYTES));
            assertEquals(-1, at, () -> "a canary in memory at " + at + " " + when);
            assertEquals(11, ((Global) instance.export("i").orElseThrow()).get(), when);
            assertEquals(-12, ((Global) instance.export("l").orElseThrow()).get(), when);
            assertEquals(1.5f, Float.intBitsToFloat((int) ((Global) instance.export("f").orElseThrow()).get()), when);
            assertEquals(-2.5, Double.longBitsToDouble(((Global) instance.export("d").orElseThrow()).get()), when);
            Table table = (Table) instance.export("table").orElseThrow();
            assertEquals(6, table.size(), when);
            for (int i = 0; i < 6; i++) {
                int slot = i;
                assertEquals(i == 1 || i == 2, table.function(i).isPresent(), () -> "element " + slot + " " + when);
            }
            assertEquals(state, EngineContract.call(instance, "state"), () -> "globals, tables and sizes " + when);
        }
    }

    private final WasmEngine engine;
    private final InstancePre pre;
    private final Pristine pristine;
    private final SplittableRandom random;

    CanaryEvent(WasmEngine engine, InstancePre pre, Pristine pristine, SplittableRandom random) {
        this.engine = engine;
        this.pre = pre;
        this.pristine = pristine;
        this.random = random;
    }

    static InstancePre prepare(CompiledModule module) {
        return EngineContract.prepare(module, Map.of(
                "env.exit", (caller, args) -> {
                    throw new GuestExit(0);
                },
                "env.fail", (caller, args) -> {
                    throw new IllegalStateException("host");
                }));
    }

    /** Whatever chance decides. */
    void run() {
        int dice = random.nextInt(100);
        Ending ending = dice < 50 ? Ending.CLOSE : dice == 99 ? Ending.STACK_OVERFLOW : Ending.values()[1 + random.nextInt(Ending.values().length - 2)];
        // Growth makes most engines throw the memory away: events that leave theirs to the next one must be the most.
        int[] acts = random.ints(random.nextInt(8), 0, random.nextInt(4) == 0 ? ACTS : GROW_TABLES).toArray();
        run(ending, acts);
    }

    void run(Ending ending, int... acts) {
        try (Store store = engine.openStore(LIMITS, "")) {
            CoreInstance instance = pre.instantiate(store);
            pristine.look(instance, "at the start of an event");
            if (random.nextInt(3) == 0) {
                assertEquals(0, EngineContract.call(instance, "locals"));
            }
            boolean[] did = new boolean[ACTS];
            for (int act : acts) {
                if (did[DROP_DATA] && act == INIT_DATA || did[DROP_ELEMENTS] && act == DROP_ELEMENTS) {
                    continue; // would trap
                }
                did[act] = true;
                // Cards, pages and the ends of both are where a reset goes wrong.
                int edge = (random.nextInt(BYTES / 4096 - 4) + 1) * 4096 - random.nextInt(9);
                EngineContract.call(instance, "act", act, random.nextBoolean() ? edge : random.nextInt(BYTES - 9000), 0xa5a5a5a5a5a5a5a5L ^ random.nextInt(8192));
            }
            writeFromHost(instance);
            end(ending, instance);
        }
    }

    private void writeFromHost(CoreInstance instance) {
        LinearMemory memory = instance.memory("memory").orElseThrow();
        int at = random.nextInt(BYTES - 9000);
        switch (random.nextInt(10)) {
            case 0 -> memory.writeByte(at, (byte) 0xa5);
            case 1 -> memory.writeShort(at, (short) 0xa5a5);
            case 2 -> memory.writeInt(at, 0xa5a5a5a5);
            case 3 -> memory.writeLong(at, 0xa5a5a5a5a5a5a5a5L);
            case 4 -> memory.fill(at, random.nextInt(8192), (byte) 0xa5);
            case 5 -> memory.copy(4090, at, random.nextInt(8192));
            case 6 -> memory.write(at, new byte[] {1, 2, 3, 4, 5});
            case 7 -> ((Global) instance.export("i").orElseThrow()).set(random.nextInt());
            case 8 -> ((Table) instance.export("table").orElseThrow()).set(5,
                    instance.store().function(new HostFunction("canary", EngineContract.func(List.of()), (c, a) -> HostFunction.NOTHING)));
            default -> memory.grow(random.nextInt(4) == 0 ? 1 : 0);
        }
    }

    private void end(Ending ending, CoreInstance instance) {
        switch (ending) {
            case CLOSE -> { }
            case TRAP -> EngineContract.traps(TrapKind.UNREACHABLE, instance, "trap");
            case EXIT -> assertThrows(GuestExit.class, () -> EngineContract.call(instance, "exit"));
            case HOST_FAILURE -> assertThrows(IllegalStateException.class, () -> EngineContract.call(instance, "fail"));
            case INTERRUPT -> instance.store().interrupt(TrapKind.DEADLINE);
            case POISON -> instance.store().poison();
            case ALL_MEMORY_THEN_CLOSE -> EngineContract.call(instance, "act", ALL_MEMORY, 0, 0);
            case OUT_OF_BOUNDS -> {
                TrapException e = assertThrows(TrapException.class, () -> EngineContract.call(instance, "act", 6, -4, -1));
                assertEquals(TrapKind.OUT_OF_BOUNDS_MEMORY, e.kind());
            }
            case STACK_OVERFLOW -> EngineContract.traps(TrapKind.STACK_OVERFLOW, instance, "deep");
        }
    }
}
