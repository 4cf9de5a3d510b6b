package dev.gyre.runtime.internal.deploy;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.Uninterrupted;
import dev.gyre.api.runtime.EventSource;
import dev.gyre.api.trigger.RunningTrigger;

/** A trigger at work for one application. It is anybody's code, for which nobody waits longer than it may take. Thread-safe. */
final class StartedTrigger {
    private static final Logger LOG = LoggerFactory.getLogger(StartedTrigger.class);
    /** After which who waits for a trigger to close is told so. */
    private static final Duration TELL = Duration.ofSeconds(10);
    private static final Duration TELL_AGAIN = Duration.ofMinutes(1);

    private final AppTrigger configured;
    private final RunningTrigger trigger;
    private final Question<EventSource> sources;
    private final Question<String> announcement;
    private final Question<String> waitingFor;

    StartedTrigger(AppTrigger configured, RunningTrigger trigger) {
        this.configured = configured;
        this.trigger = trigger;
        sources = new Question<>(trigger::sources);
        announcement = new Question<>(trigger::announcement);
        waitingFor = new Question<>(trigger::waitingFor);
    }

    AppTrigger configured() {
        return configured;
    }

    RunningTrigger trigger() {
        return trigger;
    }

    List<EventSource> sources() {
        return told(sources);
    }

    List<String> announcement() {
        return told(announcement);
    }

    /** What its events wait for. */
    List<String> waitingFor() {
        return told(waitingFor);
    }

    /** Nothing where it cannot tell, so that what others do is not hidden. */
    private <T> List<T> told(Question<T> question) {
        try {
            return question.answer();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable t) {
            LOG.warn("application \"{}\": trigger \"{}\" cannot say what it does", configured.application(), configured.type(), t);
        }
        return List.of();
    }

    /** How long {@link #end} may take. */
    Duration closing() {
        return PlugIn.atMost(trigger::closing, RunningTrigger.CLOSING, configured.longestClose());
    }

    /**
     * In a thread of its own: whoever closes it goes on when its time is up. An interrupt does not end it and stays set.
     *
     * @param how {@link RunningTrigger#close} or one of its like
     */
    void end(Consumer<RunningTrigger> how) {
        Thread thread = Thread.ofPlatform().daemon().name("gyre-close-" + configured.application()).start(() -> {
            try {
                how.accept(trigger);
            } catch (Throwable t) {
                LOG.warn("application \"{}\": closing a trigger failed", configured.application(), t);
            }
        });
        Duration limit = closing();
        if (!ended(thread, limit)) {
            LOG.error("application \"{}\": trigger \"{}\" has not closed within {} s and is left to itself; a bug in that plug-in", configured.application(), configured.type(),
                    limit.toSeconds());
            thread.interrupt();
        }
    }

    private boolean ended(Thread thread, Duration limit) {
        long begin = System.nanoTime();
        long end = begin + limit.toNanos();
        for (long tell = begin + TELL.toNanos(); tell < end; tell += TELL_AGAIN.toNanos()) {
            if (ended(thread, tell)) {
                return true;
            }
            LOG.warn("application \"{}\": trigger \"{}\" is still closing, and is waited for at most {} s more", configured.application(), configured.type(),
                    (end - System.nanoTime()) / 1_000_000_000);
        }
        return ended(thread, end);
    }

    private static boolean ended(Thread thread, long deadline) {
        return Uninterrupted.await(() -> thread.join(Duration.ofNanos(deadline - System.nanoTime())));
    }
}
