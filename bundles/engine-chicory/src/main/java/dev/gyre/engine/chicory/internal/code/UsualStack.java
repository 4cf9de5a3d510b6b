package dev.gyre.engine.chicory.internal.code;

import dev.gyre.api.ThreadStack;

/** The stack that threads have unless somebody says otherwise. What the JVM knows of it is asked for once a guest needs more than most. Thread-safe. */
public final class UsualStack {
    private volatile long asked;

    /** In bytes: the JVM's own, or what is taken for it as long as nobody has {@link #ask}ed. */
    long bytes() {
        return asked > 0 ? asked : ThreadStack.USUAL;
    }

    /** In bytes. May block. */
    long ask() {
        if (asked == 0) {
            asked = ThreadStack.ask();
        }
        return asked;
    }
}
