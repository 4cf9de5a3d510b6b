package dev.gyre.api.engine;

import java.util.ArrayList;
import java.util.List;

/** The threads that wait in {@link Store#suspend} of one store, so that an interrupt of the store wakes them: for engines. Thread-safe. */
public final class Suspensions {
    private volatile List<Suspension> all = List.of();

    /** The current thread begins to wait. */
    public synchronized Suspension begin() {
        Suspension suspension = new Suspension();
        List<Suspension> more = new ArrayList<>(all);
        more.add(suspension);
        all = List.copyOf(more);
        return suspension;
    }

    /** Interrupts all that wait. */
    public void interrupt() {
        all.forEach(Suspension::interrupt);
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    private synchronized void remove(Suspension suspension) {
        all = all.stream().filter(s -> s != suspension).toList();
    }

    /** One thread that waits. */
    public final class Suspension {
        private final Thread thread = Thread.currentThread();
        private boolean interrupted;
        private boolean ended;

        private Suspension() {
        }

        private synchronized void interrupt() {
            if (!ended) {
                interrupted = true;
                thread.interrupt();
            }
        }

        /** It waits no longer. @return whether {@link Suspensions#interrupt} has set the thread's flag, which is the engine's to clear */
        public boolean end() {
            remove(this);
            synchronized (this) {
                ended = true;
                return interrupted;
            }
        }
    }
}
