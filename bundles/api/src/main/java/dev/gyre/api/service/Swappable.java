package dev.gyre.api.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Something that is replaced while it is used: users take a {@link Lease}, the newest value serves new leases, and
 * {@link #remove} returns only when the last lease of the removed value is back.
 *
 * <p>Fed from a Declarative Services reference that is optional, dynamic and greedy, it swaps a service under load without a
 * failed call: DS binds the newcomer before it unbinds the old one, and unbinds before the provider is torn down. With no
 * value at all, leases wait, bounded.
 *
 * <p>Thread-safe. {@link #lease} and {@link #remove} may block.
 */
public final class Swappable<T> {
    /** Set in {@link Slot#state} once a slot takes no more leases; the bits below it count them. */
    private static final long CLOSED = 1L << 62;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Oldest first, those that were put aside before all others; replaced as a whole, under the lock. */
    private volatile List<Slot<T>> slots = List.of();
    /** The last of {@link #slots}. */
    private volatile Slot<T> current;
    /** Under the lock. */
    private boolean nobodyWaits;

    private static final class Slot<T> {
        final T value;
        final AtomicLong state = new AtomicLong();

        Slot(T value) {
            this.value = value;
        }

        boolean enter() {
            long s = state.get();
            while ((s & CLOSED) == 0) {
                if (state.compareAndSet(s, s + 1)) {
                    return true;
                }
                s = state.get();
            }
            return false;
        }
    }

    /** A value in use. Close it exactly once. */
    public final class Lease implements AutoCloseable {
        private final Slot<T> slot;

        private Lease(Slot<T> slot) {
            this.slot = slot;
        }

        public T value() {
            return slot.value;
        }

        @Override
        public void close() {
            if (slot.state.decrementAndGet() == CLOSED) {
                signal();
            }
        }
    }

    /** Makes a value serve all new leases. The previous one stays as a fallback until it is removed. */
    public void add(T value) {
        place(new Slot<>(value), true);
    }

    /**
     * Adds a value that serves only those who ask for it with {@link #leaseOf}, and everybody while there is no other:
     * to be tried before it takes over with {@link #promote}.
     */
    public void addAside(T value) {
        place(new Slot<>(value), false);
    }

    /** Makes a value that is there already serve all new leases. */
    public void promote(T value) {
        lock.lock();
        try {
            slot(value).ifPresent(slot -> place(slot, true));
        } finally {
            lock.unlock();
        }
    }

    private void place(Slot<T> slot, boolean last) {
        lock.lock();
        try {
            List<Slot<T>> next = new ArrayList<>(slots);
            next.remove(slot);
            next.add(last ? next.size() : 0, slot);
            become(next);
        } finally {
            lock.unlock();
        }
    }

    private void become(List<Slot<T>> next) {
        slots = List.copyOf(next);
        current = next.isEmpty() ? null : next.getLast();
        changed.signalAll();
    }

    private Optional<Slot<T>> slot(T value) {
        return slots.stream().filter(s -> s.value == value).reduce((a, b) -> b);
    }

    /**
     * Takes a value out: at once for new leases, and returns when the running ones are back.
     *
     * @param drain how long to wait for them
     * @return false when some lease is still out after that, or the thread was interrupted
     */
    public boolean remove(T value, Duration drain) {
        lock.lock();
        try {
            Optional<Slot<T>> found = slot(value);
            if (found.isEmpty()) {
                return true;
            }
            Slot<T> slot = found.get();
            become(slots.stream().filter(s -> s != slot).toList());
            slot.state.updateAndGet(s -> s | CLOSED);
            long left = drain.toNanos();
            while (slot.state.get() != CLOSED && left > 0) {
                left = changed.awaitNanos(left);
            }
            return slot.state.get() == CLOSED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /**
     * A lease on the newest value, waiting for one if there is none.
     *
     * @return nothing when none came in time, or the thread was interrupted
     */
    public Optional<Lease> lease(Duration wait) {
        return lease(wait, value -> true);
    }

    /**
     * A lease on the newest value, waiting until that is one that suits.
     *
     * @param suits asked of the newest value alone, maybe under a lock; must not block
     * @return nothing when none came in time, or the thread was interrupted
     */
    public Optional<Lease> lease(Duration wait, Predicate<? super T> suits) {
        Optional<Lease> there = now(suits);
        if (there.isPresent()) {
            return there;
        }
        long end = System.nanoTime() + wait.toNanos();
        return await(suits, () -> end - System.nanoTime());
    }

    /**
     * A lease on the newest value, waiting for one for as long as the caller wants.
     *
     * @param patience nanoseconds to go on waiting, none or less to give up; asked again whenever values change, when that time is over and at
     *                 {@link #askAgain}, under a lock; must not block
     * @return nothing when the caller has given up, or the thread was interrupted
     */
    public Optional<Lease> lease(LongSupplier patience) {
        Predicate<T> any = value -> true;
        Optional<Lease> there = now(any);
        return there.isPresent() ? there : await(any, patience);
    }

    private Optional<Lease> now(Predicate<? super T> suits) {
        Slot<T> slot = current;
        return slot != null && suits.test(slot.value) && slot.enter() ? Optional.of(new Lease(slot)) : Optional.empty();
    }

    private Optional<Lease> await(Predicate<? super T> suits, LongSupplier patience) {
        lock.lock();
        try {
            Optional<Lease> there = now(suits);
            long left = patience.getAsLong();
            while (there.isEmpty() && left > 0 && !nobodyWaits) {
                changed.awaitNanos(left);
                there = now(suits);
                left = patience.getAsLong();
            }
            return there;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Asks those who wait whether they go on waiting. */
    public void askAgain() {
        signal();
    }

    /** Lets nobody wait any more, now or later: there are leases on what is there, or none. For the end of whoever owns it. */
    public void endWaits() {
        lock.lock();
        try {
            nobodyWaits = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A lease on this very value; nothing when it is not there. Does not block. */
    public Optional<Lease> leaseOf(T value) {
        for (Slot<T> slot : slots) {
            if (slot.value == value && slot.enter()) {
                return Optional.of(new Lease(slot));
            }
        }
        return Optional.empty();
    }

    /** The newest value without a lease: for looking, not for using. */
    public Optional<T> peek() {
        Slot<T> slot = current;
        return slot == null ? Optional.empty() : Optional.of(slot.value);
    }

    private void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
