package dev.gyre.trigger.http.internal.executor;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.gyre.api.app.Application;
import dev.gyre.api.host.Cause;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.runtime.ExecutionContext;
import dev.gyre.api.runtime.InstanceLease;
import dev.gyre.api.runtime.InstanceOptions;
import dev.gyre.api.runtime.UnavailableException;

/**
 * An application whose requests stop waiting for an instance when the trigger leaves: the engine they wait for may be back only once the
 * trigger has gone, when a refresh takes both. Those that can be begun anew do not wait on; others do, as do requests that guests make. Thread-safe.
 */
public final class Waits implements ExecutionContext {
    private static final ScopedValue<Unread> BODY = ScopedValue.newInstance();

    private final ExecutionContext execution;
    private final Set<Wait> waits = ConcurrentHashMap.newKeySet();
    private volatile boolean givesBack;

    public Waits(ExecutionContext execution) {
        this.execution = execution;
    }

    /** What may throw an exception of its kind. */
    public interface Work<X extends Exception> {
        void run() throws X;
    }

    /** One thread that may be waiting. */
    private static final class Wait {
        private final Thread thread = Thread.currentThread();
        private boolean over;
        private boolean woken;

        synchronized void end() {
            if (!over) {
                woken = true;
                thread.interrupt();
            }
        }

        /** For its own thread. @return whether it was woken */
        synchronized boolean over() {
            if (!over && woken) {
                Thread.interrupted();
            }
            over = true;
            return woken;
        }
    }

    /** Handles a request on this thread. */
    public static <X extends Exception> void handling(Unread body, Work<X> request) throws X {
        ScopedValue.where(BODY, body).<Void, X>call(() -> {
            request.run();
            return null;
        });
    }

    /** From now on nobody who can be begun anew waits. Does not block. */
    public void giveBack() {
        givesBack = true;
        waits.forEach(Wait::end);
    }

    @Override
    public InstanceLease lease(String componentId, InstanceOptions options) {
        if (!BODY.isBound() || !BODY.get().unread() || Cause.current().isPresent()) {
            return execution.lease(componentId, options);
        }
        Wait wait = new Wait();
        waits.add(wait);
        try {
            if (givesBack) {
                wait.end();
            }
            return execution.lease(componentId, options);
        } catch (RuntimeException e) {
            // whatever a guest's start-up makes of an interrupt
            throw wait.over() ? new UnavailableException("the trigger left while component \"" + componentId + "\" waited for an instance") : e;
        } finally {
            waits.remove(wait);
            wait.over();
        }
    }

    @Override
    public Application application() {
        return execution.application();
    }

    @Override
    public ComponentContext component(String id) {
        return execution.component(id);
    }
}
