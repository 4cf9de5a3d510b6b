package dev.gyre.api;

/** Waiting that an interrupt does not end; the thread is interrupted again once it is over. For what must not be left half done. Stateless. */
public final class Uninterrupted {
    /**
     * Something that waits, and does so again after an interrupt.
     *
     * @param <T> what it waits for
     * @param <E> what else may come of it
     */
    @FunctionalInterface
    public interface Wait<T, E extends Exception> {
        T await() throws InterruptedException, E;
    }

    private Uninterrupted() {
    }

    /** Blocks; how long is for the wait to say, which is asked again after an interrupt. */
    public static <T, E extends Exception> T await(Wait<T, E> wait) throws E {
        return await(wait, () -> { });
    }

    /** @param onInterrupt what is done about each interrupt before the wait goes on, such as asking what is waited for to end */
    public static <T, E extends Exception> T await(Wait<T, E> wait, Runnable onInterrupt) throws E {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return wait.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                    onInterrupt.run();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
