package dev.gyre.cli.internal.control;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;

/**
 * Changes of bundles, each on a thread of its own: activators and components are anybody's, and whoever asked for a change gets an answer also when
 * one of them does not return. What is left to itself is not interrupted, as half a change would be left. Thread-safe.
 */
final class BundleWork {
    private static final Logger LOG = LoggerFactory.getLogger(BundleWork.class);

    private final BundleContext context;
    /** By what is being changed. */
    private final Map<Object, Change<?>> changes = new ConcurrentHashMap<>();

    /** @param context of the system bundle */
    BundleWork(BundleContext context) {
        this.context = context;
    }

    /** What is to be done. */
    interface Work<T> {
        T run() throws BundleException, IOException;
    }

    private final class Change<T> {
        private final Object key;
        private final String name;
        private final Work<T> work;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private final Thread thread;
        private volatile boolean left;

        Change(Object key, String name, Work<T> work) {
            this.key = key;
            this.name = name;
            this.work = work;
            thread = Thread.ofPlatform().daemon().name("gyre-bundle-change").unstarted(this::make);
        }

        private void make() {
            T made = null;
            Throwable failure = null;
            try {
                made = work.run();
            } catch (Throwable t) {
                failure = t;
            }
            changes.remove(key, this);
            if (left) {
                LOG.info("{} has ended, for which nobody waited any more{}", name, failure == null ? "" : ": " + failure);
            }
            if (failure == null) {
                result.complete(made);
            } else {
                result.completeExceptionally(failure);
            }
        }
    }

    /**
     * Makes a change. Blocks until it is made, or until patience is over.
     *
     * @param key  what is changed: nobody else changes it until that has ended
     * @param name for messages: {@code 'bundle stop' of acme.trigger}
     * @throws GyreException when it has not ended by then, or a change of before has not yet, saying which bundle is doing what; it goes on
     */
    <T> T run(Object key, String name, Duration patience, Work<T> work) throws BundleException, IOException {
        Change<T> mine = new Change<>(key, name, work);
        Change<?> before = changes.putIfAbsent(key, mine);
        if (before != null) {
            throw new GyreException(before.name + " has not ended yet: " + doing(before));
        }
        mine.thread.start();
        try {
            return mine.result.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            mine.left = true;
            String end = name + " has not ended within " + (patience.toMillis() < 1000 ? patience.toMillis() + " ms" : patience.toSeconds() + " s") + " and is left to itself: " + doing(mine);
            LOG.error("{}", end);
            throw new GyreException(end, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            mine.left = true;
            throw new GyreException(name + " goes on; nobody waits for it any more", e);
        } catch (ExecutionException e) {
            throw thrown(e.getCause());
        }
    }

    private static RuntimeException thrown(Throwable cause) throws BundleException, IOException {
        switch (cause) {
            case BundleException e -> throw e;
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(cause);
        }
    }

    private String doing(Change<?> change) {
        String others = changes.values().stream().filter(c -> c != change).map(c -> c.name + ", which has not ended").sorted().collect(Collectors.joining(", or for "));
        return Doing.of(change.thread).describe(this::owner, others.isEmpty() ? "another change" : others);
    }

    /** The bundle a class is of, as far as one has its file. */
    private String owner(String type) {
        String file = type.replaceFirst("\\$\\$.*", "").replace('.', '/') + ".class";
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getState() != Bundle.UNINSTALLED && bundle.getEntry(file) != null) {
                return bundle.getSymbolicName();
            }
        }
        return "a bundle";
    }
}
