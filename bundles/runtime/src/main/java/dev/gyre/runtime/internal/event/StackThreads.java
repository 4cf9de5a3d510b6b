package dev.gyre.runtime.internal.event;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.gyre.api.ThreadStack;
import dev.gyre.api.Uninterrupted;

/**
 * Threads with stacks of a certain size, for guests that need more than the thread of their event has, or may have less. They
 * are used again, and end when nobody wants them for a while. Thread-safe.
 */
public final class StackThreads implements AutoCloseable {
    private static final long KEEP_SECONDS = 10;

    private final Map<Long, ExecutorService> pools = new ConcurrentHashMap<>();

    /** Asked for once, when the first engine wants a stack: it starts the JVM's management. */
    private static final class Own {
        static final long STACK = ThreadStack.ask();
    }

    /**
     * The stack that guests of a component get a thread of their own for.
     *
     * @param limit  the component's; 0 for none
     * @param wanted by the engine; 0 when any will do
     * @return 0 when the event's own thread will do
     */
    static long needed(long limit, long wanted) {
        return limit > 0 ? limit : wanted > 0 && wanted > Own.STACK ? wanted : 0;
    }

    /**
     * Does something on a thread with such a stack and waits for it. What it throws is thrown here; an interrupt of the
     * calling thread is passed on, and stays pending here.
     */
    <T> T call(long stack, Callable<T> body) {
        Errand<T> errand = new Errand<>(body, Thread.currentThread().getContextClassLoader());
        return errand.await(pools.computeIfAbsent(stack, StackThreads::pool).submit(errand));
    }

    /** Something to do on another thread, which hears of the interrupts of the one that waits for it. */
    private static final class Errand<T> implements Callable<T> {
        private final Callable<T> body;
        private final ClassLoader loader;
        /** Guarded by this, as is {@link #interrupted}. */
        private Thread runner;
        private boolean interrupted;

        Errand(Callable<T> body, ClassLoader loader) {
            this.body = body;
            this.loader = loader;
        }

        @Override
        public T call() throws Exception {
            Thread thread = Thread.currentThread();
            thread.setContextClassLoader(loader);
            synchronized (this) {
                runner = thread;
                if (interrupted) {
                    thread.interrupt();
                }
            }
            try {
                return body.call();
            } finally {
                synchronized (this) {
                    runner = null;
                }
                // The next event on this thread must find nothing of this one.
                Thread.interrupted();
                thread.setContextClassLoader(null);
            }
        }

        private synchronized void interrupt() {
            interrupted = true;
            if (runner != null) {
                runner.interrupt();
            }
        }

        T await(Future<T> done) {
            try {
                return Uninterrupted.await(done::get, this::interrupt);
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case RuntimeException cause -> throw cause;
                    case Error cause -> throw cause;
                    default -> throw new IllegalStateException("guests throw unchecked exceptions only", e.getCause());
                }
            }
        }
    }

    private static ExecutorService pool(long stack) {
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, KEEP_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(),
                Thread.ofPlatform().daemon().name("gyre-guest-", 1).inheritInheritableThreadLocals(false).stackSize(stack).factory());
    }

    @Override
    public void close() {
        pools.values().forEach(ExecutorService::shutdown);
    }
}
