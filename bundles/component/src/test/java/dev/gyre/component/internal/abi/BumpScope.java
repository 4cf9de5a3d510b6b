package dev.gyre.component.internal.abi;

import java.util.ArrayList;
import java.util.List;

import dev.gyre.api.engine.LinearMemory;
import dev.gyre.component.internal.runtime.ResourceDesc;
import dev.gyre.test.ByteMemory;

/** Both sides of a call over one page, with an allocator that never frees and remembers how it was called. */
class BumpScope implements Lifting, Lowering {
    private static final int FIRST = 8;

    final ByteMemory memory = new ByteMemory();
    final List<List<Integer>> calls = new ArrayList<>();
    private final Encoding encoding;
    private int end = FIRST;

    BumpScope(Encoding encoding) {
        this.encoding = encoding;
    }

    @Override
    public final LinearMemory memory() {
        return memory;
    }

    @Override
    public final Encoding encoding() {
        return encoding;
    }

    @Override
    public boolean toComponent() {
        return false;
    }

    @Override
    public void charge(long bytes) {
        // as much as it wants
    }

    @Override
    public int realloc(int old, int oldSize, int align, int newSize) {
        calls.add(List.of(old, oldSize, align, newSize));
        int pointer = Layout.align(end, align);
        begin(pointer, newSize);
        end = pointer + newSize;
        memory.copy(old, pointer, Math.min(oldSize, newSize));
        return pointer;
    }

    /** Before new memory is given out. */
    void begin(int pointer, int size) {
        // it is as it was
    }

    @Override
    public Object own(int handle, ResourceDesc type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Object borrow(int handle, ResourceDesc type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int own(Object value, ResourceDesc type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int borrow(Object value, ResourceDesc type) {
        throw new UnsupportedOperationException();
    }
}
