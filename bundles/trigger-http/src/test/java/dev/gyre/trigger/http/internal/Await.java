package dev.gyre.trigger.http.internal;

import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/** Waits for what happens on another thread, long enough for a busy machine. */
final class Await {
    private Await() {
    }

    /** @return whether it came true */
    static boolean that(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 3000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(20);
        }
        return condition.getAsBoolean();
    }

    /** In a handler, which may be interrupted. */
    static void latch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
