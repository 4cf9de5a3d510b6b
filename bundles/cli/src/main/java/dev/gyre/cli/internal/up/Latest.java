package dev.gyre.cli.internal.up;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A service that may come late, be replaced or go. Thread-safe; waiting ends early, with nothing, on an interrupt. */
final class Latest<T> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private T value;

    void set(T service) {
        change(service);
    }

    /** Forgets a service unless another one has taken its place. */
    void clear(T service) {
        if (peek().filter(v -> v == service).isPresent()) {
            change(null);
        }
    }

    private void change(T service) {
        lock.lock();
        try {
            value = service;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    Optional<T> peek() {
        lock.lock();
        try {
            return Optional.ofNullable(value);
        } finally {
            lock.unlock();
        }
    }

    Optional<T> await() {
        return await(Duration.ofDays(365));
    }

    Optional<T> await(Duration patience) {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (value == null && left > 0) {
                left = changed.awaitNanos(left);
            }
            return Optional.ofNullable(value);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until this service is no longer the one. */
    void awaitGone(T service) {
        lock.lock();
        try {
            while (value == service) {
                changed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
