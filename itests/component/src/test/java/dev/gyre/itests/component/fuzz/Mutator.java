package dev.gyre.itests.component.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Damages components in the ways that readers get wrong. For one thread. */
final class Mutator {
    private static final byte[] EDGES = {0, 1, 2, 0x10, 0x40, 0x68, 0x69, 0x70, 0x72, 0x7f, (byte) 0x80, (byte) 0xff};

    private final RandomGenerator random;

    Mutator(RandomGenerator random) {
        this.random = random;
    }

    byte[] mutate(byte[] original, List<byte[]> others) {
        byte[] bytes = original.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && bytes.length > 9; i++) {
            bytes = once(bytes, others);
        }
        return bytes;
    }

    private byte[] once(byte[] bytes, List<byte[]> others) {
        int at = 8 + random.nextInt(bytes.length - 8);
        return switch (random.nextInt(7)) {
            case 0 -> {
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                yield bytes;
            }
            case 1 -> {
                bytes[at] = EDGES[random.nextInt(EDGES.length)];
                yield bytes;
            }
            case 2 -> {
                bytes[at] += random.nextBoolean() ? 1 : -1;
                yield bytes;
            }
            case 3 -> Arrays.copyOf(bytes, at);
            case 4 -> splice(bytes, at, bytes, at + Math.min(bytes.length - at, 1 + random.nextInt(8)), bytes.length);
            case 5 -> {
                int from = 8 + random.nextInt(bytes.length - 8);
                int to = Math.min(bytes.length, from + 1 + random.nextInt(32));
                yield splice(bytes, at, bytes, from, to, bytes, at, bytes.length);
            }
            default -> {
                byte[] other = others.get(random.nextInt(others.size()));
                int from = Math.min(other.length, 8 + random.nextInt(Math.max(1, other.length - 8)));
                int to = Math.min(other.length, from + 1 + random.nextInt(64));
                yield splice(bytes, at, other, from, to, bytes, at, bytes.length);
            }
        };
    }

    /** The start of the first, then ranges given as array, from, to. */
    private static byte[] splice(byte[] first, int length, Object... ranges) {
        byte[] result = Arrays.copyOf(first, length);
        for (int i = 0; i < ranges.length; i += 3) {
            byte[] from = (byte[]) ranges[i];
            int start = (int) ranges[i + 1];
            int size = (int) ranges[i + 2] - start;
            int before = result.length;
            result = Arrays.copyOf(result, before + size);
            System.arraycopy(from, start, result, before, size);
        }
        return result;
    }
}
