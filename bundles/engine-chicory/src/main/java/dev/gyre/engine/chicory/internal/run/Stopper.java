package dev.gyre.engine.chicory.internal.run;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Sees to it that a guest that was told to end or to pause does: code in a loop without calls never looks at its flag, so when it goes on
 * the checks of its module's loops are armed. Its thread lives only while there is something to watch. Thread-safe.
 */
public final class Stopper {
    private static final long LOOK_MILLIS = 5;
    /** How often a guest is seen running before something is done about it. */
    private static final int PATIENCE = 2;

    private final ScheduledThreadPoolExecutor timer;

    public Stopper() {
        timer = new ScheduledThreadPoolExecutor(1, task -> Thread.ofPlatform().daemon().name("gyre-chicory-stopper").unstarted(task));
        timer.setKeepAliveTime(1, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    /** Watches a store whose guests have just been told to end. */
    void watch(GuestStore store) {
        watch(store, 0);
    }

    private void watch(GuestStore store, int seen) {
        timer.schedule(() -> look(store, seen), LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look(GuestStore store, int seen) {
        if (store.running().isIdle() || !store.isCalled()) {
            return;
        }
        if (store.isInHost()) {
            watch(store, 0);
        } else if (seen + 1 < PATIENCE) {
            watch(store, seen + 1);
        } else {
            store.armLoops();
        }
    }
}
