package dev.gyre.trigger.redis.internal;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.trigger.redis.internal.config.RedisConfig;

/**
 * What stays subscribed while the runtime is replaced, until the applications are there again in the next one; bounded. Thread-safe.
 */
final class KeptIntakes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("dev.gyre.trigger.redis");

    private final Duration patience;
    /** Each with the thread that ends it in the end. */
    private final Map<Intake, Thread> kept = new ConcurrentHashMap<>();
    /** Those whose time is over, until they have ended. */
    private final Set<Intake> expired = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param patience how long an application may take to come back */
    KeptIntakes(Duration patience) {
        this.patience = patience;
    }

    /** Until it is taken, or the time is over. */
    void keep(Intake intake) {
        Thread end = Thread.ofVirtual().name("gyre-redis-kept").inheritInheritableThreadLocals(false).unstarted(() -> expire(intake));
        kept.put(intake, end);
        end.start();
        if (closed) {
            drop(intake);
        }
    }

    private void expire(Intake intake) {
        try {
            Thread.sleep(patience);
        } catch (InterruptedException e) {
            return; // somebody has it
        }
        expired.add(intake);
        if (kept.remove(intake) != null) {
            LOG.warn("app \"{}\": it did not come back within {} s; its subscription ends", intake.name(), patience.toSeconds());
            intake.close();
        }
        expired.remove(intake);
    }

    /** That of the application with these bindings, which is the caller's then. One that may run more than once takes any of them. */
    Optional<Intake> take(String application, RedisConfig config) {
        return kept.keySet().stream().filter(i -> i.name().equals(application) && i.config().equals(config)).filter(this::taken).findFirst();
    }

    private boolean taken(Intake intake) {
        Optional<Thread> end = Optional.ofNullable(kept.remove(intake));
        end.ifPresent(Thread::interrupt);
        return end.isPresent();
    }

    private void drop(Intake intake) {
        if (taken(intake)) {
            intake.close();
        }
    }

    /** Ends all of them. Blocks. */
    @Override
    public void close() {
        closed = true;
        kept.keySet().forEach(this::drop);
        expired.forEach(Intake::close);
    }
}
