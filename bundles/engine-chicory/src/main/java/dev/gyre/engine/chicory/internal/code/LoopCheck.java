package dev.gyre.engine.chicory.internal.code;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MutableCallSite;

/**
 * The check on the backward branches of one module's code. At first it is nothing, which the JIT compiler knows: a loop costs
 * what it costs without a check, since all its code looks at {@link MemoryView}'s flag where functions begin. A guest that is told to stop and
 * does not get there makes its module {@link #arm} the check; the JVM then throws away the compiled code that relied on its
 * absence, loops that are running included. That happens once in a module's life: if each stop did it, guests that exceed their
 * time would keep a busy module from ever being compiled. Thread-safe.
 */
public final class LoopCheck {
    private static final MethodHandle NOTHING = MethodHandles.empty(methodType(void.class, MemoryView.class));
    private static final MethodHandle LOOK;

    private final MutableCallSite site = new MutableCallSite(NOTHING);
    private boolean armed;

    static {
        try {
            LOOK = MethodHandles.lookup().findStatic(MemoryOps.class, "look", methodType(void.class, MemoryView.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What generated code calls, with its view. */
    public MethodHandle invoker() {
        return site.dynamicInvoker();
    }

    /** Makes every backward branch of the module look from now on. */
    public synchronized void arm() {
        if (!armed) {
            armed = true;
            site.setTarget(LOOK);
            MutableCallSite.syncAll(new MutableCallSite[] {site});
        }
    }
}
