package dev.gyre.trigger.http.internal.executor;

import java.util.List;

import dev.gyre.api.app.Application;
import dev.gyre.api.host.Cause;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.runtime.ExecutionContext;
import dev.gyre.api.runtime.InstanceLease;
import dev.gyre.api.runtime.InstanceOptions;
import dev.gyre.api.runtime.UnavailableException;

/**
 * An application whose requests stop waiting for an instance when the trigger or their executor leaves: the engine they wait for may be back only
 * once those have gone, when a refresh takes all. Those that can be begun anew do not wait on; others do, as do requests that guests make. Thread-safe.
 */
public final class Waits implements ExecutionContext {
    private static final ScopedValue<Unread> BODY = ScopedValue.newInstance();
    private static final ScopedValue<Waiters> EXECUTOR = ScopedValue.newInstance();

    private final ExecutionContext execution;
    private final Waiters waiters = new Waiters();

    public Waits(ExecutionContext execution) {
        this.execution = execution;
    }

    /** What may throw an exception of its kind. */
    public interface Work<X extends Exception> {
        void run() throws X;
    }

    /** Handles a request on this thread. */
    public static <X extends Exception> void handling(Unread body, Work<X> request) throws X {
        with(ScopedValue.where(BODY, body), request);
    }

    /** The same of one executor's part in it. */
    static <X extends Exception> void on(Waiters executor, Work<X> request) throws X {
        with(ScopedValue.where(EXECUTOR, executor), request);
    }

    private static <X extends Exception> void with(ScopedValue.Carrier values, Work<X> request) throws X {
        values.<Void, X>call(() -> {
            request.run();
            return null;
        });
    }

    /** From now on nobody who can be begun anew waits. Does not block. */
    public void giveBack() {
        waiters.end();
    }

    @Override
    public InstanceLease lease(String componentId, InstanceOptions options) {
        if (!BODY.isBound() || !BODY.get().unread() || Cause.current().isPresent()) {
            return execution.lease(componentId, options);
        }
        Waiters.Wait wait = new Waiters.Wait();
        List<Waiters> leaving = EXECUTOR.isBound() ? List.of(waiters, EXECUTOR.get()) : List.of(waiters);
        try {
            leaving.forEach(w -> w.add(wait));
            return execution.lease(componentId, options);
        } catch (RuntimeException e) {
            // whatever a guest's start-up makes of an interrupt
            throw wait.over() ? new UnavailableException("the trigger or the executor left while component \"" + componentId + "\" waited for an instance") : e;
        } finally {
            leaving.forEach(w -> w.remove(wait));
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
