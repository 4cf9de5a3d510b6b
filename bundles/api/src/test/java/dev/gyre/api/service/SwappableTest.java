package dev.gyre.api.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SwappableTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    /** Something that must not be used once it was torn down. */
    private static final class Service {
        final AtomicBoolean gone = new AtomicBoolean();
        final AtomicInteger users = new AtomicInteger();
    }

    private final Swappable<Service> swappable = new Swappable<>();

    private static Service use(Swappable<Service>.Lease lease) {
        try (lease) {
            return lease.value();
        }
    }

    @Test
    void whoWantsMoreThanTheNewestHasWaitsForOneThatSuits() throws InterruptedException {
        Service one = new Service();
        Service two = new Service();
        swappable.add(two);
        swappable.add(one);
        assertTrue(swappable.lease(Duration.ofMillis(1), s -> s == two).isEmpty(), "what was replaced serves nobody");
        Thread comes = Thread.ofVirtual().start(() -> swappable.promote(two));
        assertEquals(two, use(swappable.lease(LONG, s -> s == two).orElseThrow()));
        comes.join();
    }

    @Test
    void whoWaitsSaysForHowLong() throws InterruptedException {
        assertEquals(Optional.empty(), swappable.lease(() -> 0));
        AtomicLong patience = new AtomicLong(TimeUnit.NANOSECONDS.convert(LONG));
        CountDownLatch asked = new CountDownLatch(1);
        List<Optional<Swappable<Service>.Lease>> got = new ArrayList<>();
        Thread waits = Thread.ofVirtual().start(() -> got.add(swappable.lease(() -> {
            asked.countDown();
            return patience.get();
        })));
        asked.await();
        patience.set(0);
        swappable.askAgain();
        assertTrue(waits.join(LONG.dividedBy(2)), "it was asked and gave up");
        assertEquals(List.of(Optional.empty()), got);
        Thread comes = Thread.ofVirtual().start(() -> swappable.add(new Service()));
        use(swappable.lease(() -> TimeUnit.NANOSECONDS.convert(LONG)).orElseThrow());
        comes.join();
    }

    @Test
    void theNewestServesAndTheOneBeforeIsTheFallback() {
        Service one = new Service();
        Service two = new Service();
        swappable.add(one);
        swappable.add(two);
        assertEquals(two, use(swappable.lease(LONG).orElseThrow()));
        assertEquals(Optional.of(two), swappable.peek());
        assertTrue(swappable.remove(two, LONG));
        assertEquals(one, use(swappable.lease(LONG).orElseThrow()));
        assertTrue(swappable.remove(one, LONG));
        assertEquals(Optional.empty(), swappable.peek());
        assertTrue(swappable.remove(one, LONG), "again is harmless");
    }

    @Test
    void whatIsPutAsideServesThoseWhoAskForItUntilItIsPromoted() {
        Service one = new Service();
        Service tried = new Service();
        swappable.add(one);
        swappable.addAside(tried);
        assertEquals(one, use(swappable.lease(LONG).orElseThrow()));
        assertEquals(tried, use(swappable.leaseOf(tried).orElseThrow()));
        Swappable<Service>.Lease early = swappable.leaseOf(tried).orElseThrow();
        swappable.promote(tried);
        assertEquals(tried, use(swappable.lease(LONG).orElseThrow()));
        assertTrue(swappable.remove(one, LONG));
        assertEquals(Optional.empty(), swappable.leaseOf(one));
        assertFalse(swappable.remove(tried, Duration.ofMillis(20)), "a lease of before the promotion counts");
        early.close();
        swappable.promote(tried);
        assertEquals(Optional.empty(), swappable.peek(), "what is gone does not come back");
    }

    @Test
    void whatIsPutAsideTakesOverWhenNothingElseIsLeft() {
        Service one = new Service();
        Service tried = new Service();
        swappable.add(one);
        swappable.addAside(tried);
        assertTrue(swappable.remove(one, LONG));
        assertEquals(tried, use(swappable.lease(Duration.ZERO).orElseThrow()));
        Service lonely = new Service();
        assertTrue(swappable.remove(tried, LONG));
        swappable.addAside(lonely);
        assertEquals(lonely, use(swappable.lease(Duration.ZERO).orElseThrow()));
    }

    @Test
    void withNothingThereALeaseWaitsBounded() {
        long begin = System.nanoTime();
        assertEquals(Optional.empty(), swappable.lease(Duration.ofMillis(50)).map(SwappableTest::use));
        assertTrue(System.nanoTime() - begin >= TimeUnit.MILLISECONDS.toNanos(50));
        assertEquals(Optional.empty(), swappable.lease(Duration.ZERO).map(SwappableTest::use));
        assertEquals(Optional.empty(), swappable.lease(Duration.ofMillis(-5)).map(SwappableTest::use));
    }

    @Test
    void aLeaseThatWaitsGetsTheNewcomer() throws Exception {
        Service one = new Service();
        Thread adds = Thread.ofVirtual().start(() -> {
            pause(50);
            swappable.add(one);
        });
        assertEquals(one, use(swappable.lease(LONG).orElseThrow()));
        adds.join();
    }

    @Test
    void removeWaitsForTheLastLease() throws Exception {
        Service one = new Service();
        swappable.add(one);
        Swappable<Service>.Lease a = swappable.lease(LONG).orElseThrow();
        Swappable<Service>.Lease b = swappable.lease(LONG).orElseThrow();
        a.close();
        AtomicBoolean back = new AtomicBoolean();
        Thread returns = Thread.ofVirtual().start(() -> {
            pause(100);
            back.set(true);
            b.close();
        });
        assertTrue(swappable.remove(one, LONG));
        assertTrue(back.get());
        returns.join();
    }

    @Test
    void removeGivesUpAfterTheDrainLimitAndTakesNoNewLeases() {
        Service one = new Service();
        swappable.add(one);
        Swappable<Service>.Lease held = swappable.lease(LONG).orElseThrow();
        assertFalse(swappable.remove(one, Duration.ofMillis(50)));
        assertEquals(Optional.empty(), swappable.lease(Duration.ZERO).map(SwappableTest::use));
        held.close();
    }

    @Test
    void anInterruptEndsTheWaitAndStays() {
        Thread.currentThread().interrupt();
        assertEquals(Optional.empty(), swappable.lease(LONG).map(SwappableTest::use));
        assertTrue(Thread.interrupted());
        Service one = new Service();
        swappable.add(one);
        Swappable<Service>.Lease held = swappable.lease(LONG).orElseThrow();
        Thread.currentThread().interrupt();
        assertFalse(swappable.remove(one, LONG));
        assertTrue(Thread.interrupted());
        held.close();
    }

    @Test
    void theSameValueMayBeAddedAgain() {
        Service one = new Service();
        swappable.add(one);
        assertTrue(swappable.remove(one, LONG));
        swappable.add(one);
        assertEquals(one, use(swappable.lease(LONG).orElseThrow()));
    }

    /** What the design rests on: with a successor each time, nobody fails and nobody meets a value that was torn down. */
    @Test
    @Timeout(300)
    void noLeaseFailsAndNoneOutlivesItsValueUnderSwaps() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong leases = new AtomicLong();
        AtomicInteger failures = new AtomicInteger();
        AtomicInteger late = new AtomicInteger();
        Service current = new Service();
        swappable.add(current);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            // platform threads: virtual ones that only ever yield keep each other's carriers from everybody else
            threads.add(Thread.ofPlatform().start(() -> {
                while (!stop.get()) {
                    Optional<Swappable<Service>.Lease> lease = swappable.lease(LONG);
                    if (lease.isEmpty()) {
                        failures.incrementAndGet();
                        return;
                    }
                    try (Swappable<Service>.Lease l = lease.get()) {
                        l.value().users.incrementAndGet();
                        Thread.yield();
                        if (l.value().gone.get()) {
                            late.incrementAndGet();
                        }
                        l.value().users.decrementAndGet();
                    }
                    leases.incrementAndGet();
                }
            }));
        }
        int leftover = 0;
        try {
            // on a busy machine all swaps may be over before the users get a turn
            for (int i = 0; i < 2000 || leases.get() <= 1000; i++) {
                Service next = new Service();
                if (i % 5 == 0) {
                    assertTrue(swappable.remove(current, LONG));
                    leftover += current.users.get();
                    current.gone.set(true);
                    swappable.add(next);
                } else {
                    swappable.add(next);
                    assertTrue(swappable.remove(current, LONG));
                    leftover += current.users.get();
                    current.gone.set(true);
                }
                current = next;
            }
        } finally {
            stop.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertEquals(0, failures.get());
        assertEquals(0, late.get());
        assertEquals(0, leftover);
        assertTrue(swappable.remove(current, Duration.ZERO), "all leases are back");
    }

    @Test
    void whenNobodyWaitsThereIsWhatThereIsOrNothing() throws InterruptedException {
        Thread ends = Thread.ofVirtual().start(() -> {
            pause(20);
            swappable.endWaits();
        });
        assertEquals(Optional.empty(), swappable.lease(Duration.ofDays(1)));
        assertEquals(Optional.empty(), swappable.lease(Duration.ofDays(1)));
        ends.join();
        Service one = new Service();
        swappable.add(one);
        assertEquals(one, use(swappable.lease(Duration.ofDays(1)).orElseThrow()));
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
