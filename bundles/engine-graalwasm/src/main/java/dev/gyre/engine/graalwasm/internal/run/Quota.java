package dev.gyre.engine.graalwasm.internal.run;

import java.util.List;

import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HeapBudget;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;

/**
 * What a store's guests have and may have. GraalWasm knows no limit but the declared ones, so every module is made to ask here
 * before it grows a memory or a table (see {@link dev.gyre.engine.graalwasm.internal.compile.Growth}).
 */
public final class Quota implements ProxyExecutable {
    /** What the module's code asks: may a memory have that many pages more? */
    public static final int TAKE_PAGES = 0;
    /** What it says when GraalWasm refused after all. */
    public static final int RETURN_PAGES = 1;
    public static final int TAKE_ELEMENTS = 2;
    public static final int RETURN_ELEMENTS = 3;
    private static final long PAGE = 1 << 16;

    private final StoreLimits limits;
    private final HeapBudget heap;
    private final Running running;
    private long pages;
    private long elements;
    private int growth;
    private boolean closed;

    /** @param running asked whether the guest may go on: growth copies much, and need not be in a loop */
    Quota(StoreLimits limits, Running running) {
        this.limits = limits;
        this.running = running;
        this.heap = limits.heap();
    }

    /** @param arguments what, and how many, an unsigned i32 @return 1 for yes, 0 for no */
    @Override
    public Object execute(Value... arguments) {
        running.check();
        long count = Integer.toUnsignedLong(arguments[1].asInt());
        return switch (arguments[0].asInt()) {
            case TAKE_PAGES -> reservePages(count) ? 1 : 0;
            case TAKE_ELEMENTS -> reserveElements(count) ? 1 : 0;
            case RETURN_PAGES -> {
                releasePages(count);
                yield 0;
            }
            default -> {
                releaseElements(count);
                yield 0;
            }
        };
    }

    /** Counts pages to the store. @return false when they would be too many */
    boolean reservePages(long count) {
        if (closed || pages + count > limitPages() || !heap.take(count * PAGE)) {
            return false;
        }
        pages += count;
        if (count > 0) {
            growth++;
        }
        return true;
    }

    void releasePages(long count) {
        pages -= count;
        heap.giveBack(count * PAGE);
    }

    boolean reserveElements(long count) {
        if (closed || elements + count > limits.tableElements()) {
            return false;
        }
        elements += count;
        return true;
    }

    void releaseElements(long count) {
        elements -= count;
    }

    /** What something begins with. */
    record Initial(Quota quota, long pages, long elements) {
        /** It did not come to be. */
        void release() {
            quota.releasePages(pages);
            quota.releaseElements(elements);
        }
    }

    /** @throws TrapException when they may not even begin; nothing is reserved then */
    Initial reserve(List<ExternType.Mem> memories, List<ExternType.Tab> tables) {
        long pagesBefore = pages;
        long elementsBefore = elements;
        try {
            memories.forEach(this::reserve);
            tables.forEach(this::reserve);
            return new Initial(this, pages - pagesBefore, elements - elementsBefore);
        } catch (TrapException e) {
            new Initial(this, pages - pagesBefore, elements - elementsBefore).release();
            throw e;
        }
    }

    private void reserve(ExternType.Mem type) {
        if (type.minPages() > GuestMemory.MAX_PAGES || !reservePages(type.minPages())) {
            long most = Math.min(limitPages(), GuestMemory.MAX_PAGES);
            throw new TrapException(TrapKind.RESOURCE_LIMIT, "memory of " + type.minPages() + " pages at the start " + (pages + type.minPages() > most
                    ? "is more than the limit of " + most + " pages allows, of which " + pages + " are in use"
                    : "does not fit into the " + heap.limit() / PAGE + " pages all events may use together, of which " + heap.used() / PAGE + " are in use"));
        }
    }

    private void reserve(ExternType.Tab type) {
        if (!reserveElements(type.min())) {
            throw new TrapException(TrapKind.RESOURCE_LIMIT,
                    "table of " + type.min() + " elements at the start is more than the limit of " + limits.tableElements() + " elements allows");
        }
    }

    private long limitPages() {
        return limits.memoryBytes() / PAGE;
    }

    long pages() {
        return pages;
    }

    /** How often memories have grown. */
    int growth() {
        return growth;
    }

    /** Gives everything back; nothing is granted any more. */
    void close() {
        closed = true;
        heap.giveBack(pages * PAGE);
        growth++;
    }
}
