package dev.gyre.runtime.internal.scan;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * The operand stack of a body that is read once from front to back. A value is known as the sum of an origin and a constant:
 * origin 0 is zero, so the value is the constant itself; any other is something unknown, such as a parameter, that can still
 * be recognised. Reading never fails: what is not there counts as unknown, as behind a branch.
 */
final class SymbolicStack {
    /** How high the stack was at the start of a block, and what the block takes and gives. */
    private record Block(int height, int params, int results) {
    }

    private long[] values = new long[64];
    private int size;
    private int origins;
    private final Deque<Block> blocks = new ArrayDeque<>();

    /** A value of that origin and constant. */
    static long value(int origin, int constant) {
        return (long) origin << 32 | constant & 0xffffffffL;
    }

    static int origin(long value) {
        return (int) (value >>> 32);
    }

    static int constant(long value) {
        return (int) value;
    }

    /** A value nothing is known of. */
    long unknown() {
        return value(++origins, 0);
    }

    void push(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
    }

    void pushUnknown(int count) {
        for (int i = 0; i < count; i++) {
            push(unknown());
        }
    }

    long pop() {
        int floor = blocks.isEmpty() ? 0 : blocks.peek().height;
        return size > floor ? values[--size] : unknown();
    }

    void pop(int count) {
        for (int i = 0; i < count; i++) {
            pop();
        }
    }

    long peek() {
        long value = pop();
        push(value);
        return value;
    }

    void open(int params, int results) {
        pop(params);
        blocks.push(new Block(size, params, results));
        pushUnknown(params);
    }

    /** The second arm of an {@code if}. */
    void otherwise() {
        size = blocks.isEmpty() ? 0 : blocks.peek().height;
        pushUnknown(blocks.isEmpty() ? 0 : blocks.peek().params);
    }

    /** The end of a block. False when it was the body's own. */
    boolean close() {
        if (blocks.isEmpty()) {
            return false;
        }
        Block block = blocks.pop();
        size = block.height;
        pushUnknown(block.results);
        return true;
    }

    /** Behind a branch that is always taken. */
    void unreachable() {
        size = blocks.isEmpty() ? 0 : blocks.peek().height;
    }
}
