package dev.gyre.engine.graalwasm.internal.run;

import org.graalvm.polyglot.Value;

/**
 * What a store's guests have left of their thread's stack: a global that the functions of all its modules count in (see
 * {@link dev.gyre.engine.graalwasm.internal.compile.StackUse}). For the store's thread.
 */
final class StackLeft {
    /** For host functions, and for the functions that do not count. */
    private static final long RESERVE = 1 << 20;

    private final GuestStore store;
    private final int bytes;
    private Value global;
    private boolean spoilt;

    /** @param stackBytes of the thread */
    StackLeft(GuestStore store, long stackBytes) {
        this.store = store;
        this.bytes = (int) Math.min(Integer.MAX_VALUE, Math.max(stackBytes - RESERVE, stackBytes / 2));
    }

    Value global() {
        if (global == null) {
            global = store.binding().call("global_alloc", "i32", true, bytes);
        }
        return global;
    }

    /** Whether a function found nothing left: it has trapped then. */
    boolean isUsedUp() {
        return global != null && store.binding().call("global_read", global).asInt() < 0;
    }

    /** A call has ended early: what its functions took they have not given back. */
    void spoil() {
        spoilt = true;
    }

    /** No guest runs, so all of it is left. */
    void renew() {
        if (spoilt && global != null) {
            store.binding().call("global_write", global, bytes);
        }
        spoilt = false;
    }
}
