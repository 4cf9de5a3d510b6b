package dev.gyre.engine.kit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.engine.ValueType;

/** What writes much memory at once does the same whatever it is made of: all of it, or nothing where one byte is out of bounds. */
public abstract class BulkMemoryContract extends EngineContract {
    private static final int PAGES = 96;
    private static final int SEGMENT = 3 << 20;
    private static final int DATA_DROP = 9;
    private static final int[] LENGTHS = {0, 1, 4096, 1 << 20, 2 << 20, 3 << 20};

    private final Random random = new Random(41);
    private final byte[] data = new byte[SEGMENT];
    private final byte[] expected = new byte[PAGES << 16];

    private CoreInstance guest() {
        random.nextBytes(data);
        Assembler module = new Assembler();
        module.memory(PAGES, PAGES);
        module.passiveData(data);
        module.export("memory", Assembler.MEMORY, 0);
        function(module, "init", 8, 0, 0);
        function(module, "copy", 10, 0, 0);
        function(module, "fill", 11, 0);
        module.export("drop", Assembler.FUNCTION, module.declare(func(List.of())));
        module.body(List.of(), new Assembler.Code().op(0xfc, DATA_DROP, 0));
        return compile("bulk", module.module()).prepare(List.of()).instantiate(open());
    }

    private static void function(Assembler module, String name, int... instruction) {
        module.export(name, Assembler.FUNCTION, module.declare(func(List.of(ValueType.I32, ValueType.I32, ValueType.I32))));
        module.body(List.of(), new Assembler.Code().op(0x20, 0, 0x20, 1, 0x20, 2, 0xfc).op(instruction));
    }

    /** Near the ends of something, and of the pieces an engine may make of it. */
    private int near(int end) {
        return Math.max(0, switch (random.nextInt(4)) {
            case 0 -> random.nextInt(end);
            case 1 -> random.nextInt(3);
            case 2 -> end - random.nextInt(3 << 20);
            default -> (random.nextInt(6) << 20) + random.nextInt(3) - 1;
        });
    }

    private void model(String name, int target, int source, int length) {
        switch (name) {
            case "fill" -> Arrays.fill(expected, target, target + length, (byte) source);
            case "copy" -> System.arraycopy(expected, source, expected, target, length);
            default -> System.arraycopy(data, source, expected, target, length);
        }
    }

    @Test
    void allIsWrittenOrNothing() {
        CoreInstance guest = guest();
        LinearMemory memory = guest.memory("memory").orElseThrow();
        random.nextBytes(expected);
        memory.write(0, expected, 0, expected.length);
        for (int i = 0; i < 400; i++) {
            String name = List.of("fill", "copy", "init").get(random.nextInt(3));
            int target = near(expected.length);
            int source = random.nextInt(4) == 0 ? target + random.nextInt(3) - 1 : near(name.equals("init") ? SEGMENT : expected.length);
            int length = random.nextInt(40) == 0 ? -1 - random.nextInt(1 << 21) : Math.max(0, LENGTHS[random.nextInt(LENGTHS.length)] + random.nextInt(3) - 1);
            long end = Integer.toUnsignedLong(length);
            boolean fits = target + end <= expected.length && (name.equals("fill")
                    || Integer.toUnsignedLong(source) + end <= (name.equals("copy") ? expected.length : SEGMENT));
            if (fits) {
                call(guest, name, target, source, length);
                model(name, target, source, length);
            } else {
                traps(TrapKind.OUT_OF_BOUNDS_MEMORY, guest, name, target, source, length);
            }
            String what = i + ": " + name + " " + target + " " + source + " " + length;
            assertArrayEquals(expected, memory.read(0, expected.length), () -> what);
        }
        call(guest, "drop");
        traps(TrapKind.OUT_OF_BOUNDS_MEMORY, guest, "init", 0, 0, SEGMENT);
        assertArrayEquals(expected, memory.read(0, expected.length));
    }
}
