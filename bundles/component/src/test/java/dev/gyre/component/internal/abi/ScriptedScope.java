package dev.gyre.component.internal.abi;

import java.util.List;

import dev.gyre.component.internal.runtime.Rep;
import dev.gyre.component.internal.runtime.ResourceDesc;
import dev.gyre.component.internal.runtime.Traps;

/** One side of a call. What it is asked for is written down, and ends in a trap when it was asked often enough. */
final class ScriptedScope extends BumpScope {
    /** What a call may pass, in bytes; little, so that it happens. */
    private static final int MOST = 4096;

    private final String name;
    private final boolean toComponent;
    private final List<String> log;
    private int left;
    private long charged;

    /** @param left requests until it traps */
    ScriptedScope(String name, Encoding encoding, boolean toComponent, List<String> log, int left) {
        super(encoding);
        this.name = name;
        this.toComponent = toComponent;
        this.log = log;
        this.left = left;
    }

    private void log(String what) {
        log.add(name + ": " + what);
        if (left-- == 0) {
            throw Traps.abi("as it was told");
        }
    }

    @Override
    public boolean toComponent() {
        return toComponent;
    }

    @Override
    public void charge(long bytes) {
        charged += bytes;
        log("charge " + bytes);
        if (charged > MOST) {
            throw Traps.limit("too much");
        }
    }

    @Override
    public int realloc(int old, int oldSize, int align, int newSize) {
        log("realloc " + old + " " + oldSize + " " + align + " " + newSize);
        return super.realloc(old, oldSize, align, newSize);
    }

    /** Memory that is not zero. */
    @Override
    void begin(int pointer, int size) {
        if ((long) pointer + size > memory.bytes.length) {
            throw Traps.abi("realloc return: beyond end of memory");
        }
        memory.fill(pointer, size, (byte) 0x5a);
    }

    @Override
    public Object own(int handle, ResourceDesc type) {
        log("lift own " + handle + " " + type.instance());
        return new Rep(handle, null);
    }

    @Override
    public Object borrow(int handle, ResourceDesc type) {
        log("lift borrow " + handle + " " + type.instance());
        return new Rep(handle, null);
    }

    @Override
    public int own(Object value, ResourceDesc type) {
        log("lower own " + value + " " + type.instance());
        return -5;
    }

    @Override
    public int borrow(Object value, ResourceDesc type) {
        log("lower borrow " + value + " " + type.instance());
        return 1 << 30;
    }
}
