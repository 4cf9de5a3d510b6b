package dev.gyre.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UninterruptedTest {
    @Test
    void anInterruptIsToldAndKeptAndTheWaitGoesOn() throws ExecutionException {
        CompletableFuture<String> result = new CompletableFuture<>();
        AtomicInteger interrupts = new AtomicInteger();
        Thread.currentThread().interrupt();
        assertEquals("done", Uninterrupted.await(result::get, () -> {
            interrupts.incrementAndGet();
            result.complete("done");
        }));
        assertTrue(Thread.interrupted());
        assertEquals(1, interrupts.get());
    }

    @Test
    void whatTheWaitSaysIsTheAnswer() {
        CountDownLatch never = new CountDownLatch(1);
        Thread.currentThread().interrupt();
        assertFalse(Uninterrupted.await(() -> never.await(1, TimeUnit.MILLISECONDS)));
        assertTrue(Thread.interrupted());
        Thread.currentThread().interrupt();
        assertThrows(ExecutionException.class, () -> Uninterrupted.await(CompletableFuture.failedFuture(new IllegalStateException())::get));
        assertTrue(Thread.interrupted());
    }

    @Test
    void withoutAnInterruptNoneIsMade() {
        assertTrue(Uninterrupted.await(() -> true));
        assertFalse(Thread.interrupted());
    }
}
