package dev.gyre.cli.internal.up;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

class LatestTest {
    private final Latest<String> latest = new Latest<>();

    @Test
    void aServiceThatComesLateIsWaitedFor() {
        CompletableFuture<Optional<String>> waiting = CompletableFuture.supplyAsync(latest::await);
        latest.set("a");
        assertEquals(Optional.of("a"), waiting.join());
    }

    @Test
    void aServiceThatDoesNotComeIsNotWaitedForForever() {
        assertEquals(Optional.empty(), latest.await(Duration.ofMillis(10)));
    }

    @Test
    void theOldServiceGoingDoesNotTakeTheNewOneAway() {
        latest.set("old");
        latest.set("new");
        latest.clear("old");
        assertEquals(Optional.of("new"), latest.peek());
    }

    @Test
    void whoeverWaitsForItsEndWakes() throws Exception {
        latest.set("a");
        Thread waiting = Thread.ofVirtual().start(() -> latest.awaitGone("a"));
        latest.set("b");
        assertTrue(waiting.join(Duration.ofSeconds(60)));
    }

    @Test
    void anInterruptEndsTheWaitAndIsKept() throws Exception {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread waiting = Thread.ofVirtual().start(() -> {
            latest.await();
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        waiting.interrupt();
        assertTrue(interrupted.join());
    }
}
