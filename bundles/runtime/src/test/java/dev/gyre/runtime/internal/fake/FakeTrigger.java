package dev.gyre.runtime.internal.fake;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.gyre.api.GyreException;
import dev.gyre.api.trigger.ConfiguredTrigger;
import dev.gyre.api.trigger.RunningTrigger;
import dev.gyre.api.trigger.Trigger;
import dev.gyre.api.trigger.TriggerContext;

/** A trigger that counts its starts and closes. */
public final class FakeTrigger implements Trigger {
    private final String type;
    public final AtomicInteger running = new AtomicInteger();
    public final AtomicInteger starts = new AtomicInteger();
    public final AtomicInteger leaves = new AtomicInteger();
    /** How long it takes to leave. */
    public final AtomicReference<Duration> leaving = new AtomicReference<>(Duration.ZERO);
    public final AtomicReference<TriggerContext> context = new AtomicReference<>();
    public final AtomicReference<Optional<String>> refuse = new AtomicReference<>(Optional.empty());

    /** What it does before it is configured. */
    public final AtomicReference<Runnable> onConfigure = new AtomicReference<>(() -> { });

    /** What it does before it is started, and how long it says that may take. */
    public final AtomicReference<Runnable> onStart = new AtomicReference<>(() -> { });
    public final AtomicReference<Duration> starting = new AtomicReference<>(ConfiguredTrigger.STARTING);

    /** What it announces, when that is not that it runs. */
    public final AtomicReference<List<String>> says = new AtomicReference<>();
    public final AtomicReference<Duration> closing = new AtomicReference<>(RunningTrigger.CLOSING);

    public FakeTrigger(String type) {
        this.type = type;
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public ConfiguredTrigger configure(TriggerContext c) {
        onConfigure.get().run();
        context.set(c);
        return new Configured();
    }

    private final class Configured implements ConfiguredTrigger {
        @Override
        public Duration starting() {
            return starting.get();
        }

        @Override
        public RunningTrigger start() {
            onStart.get().run();
            refuse.get().ifPresent(why -> {
                throw new GyreException(why);
            });
            running.incrementAndGet();
            starts.incrementAndGet();
            return new RunningTrigger() {
                @Override
                public List<String> announcement() {
                    return Optional.ofNullable(says.get()).orElse(List.of(type + " runs"));
                }

                @Override
                public Duration closing() {
                    return closing.get();
                }

                @Override
                public void close() {
                    running.decrementAndGet();
                }

                @Override
                public void leave() {
                    leaves.incrementAndGet();
                    sleep(leaving.get());
                    close();
                }
            };
        }
    }

    /** Throws anything. */
    @SuppressWarnings("unchecked")
    public static <T extends Throwable> void fail(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
