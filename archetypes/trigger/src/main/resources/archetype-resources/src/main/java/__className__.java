package ${package};

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.abi.GuestExports;
import dev.gyre.api.abi.GuestHeap;
import dev.gyre.api.abi.GuestReader;
import dev.gyre.api.abi.ReturnArea;
import dev.gyre.api.abi.Slice;
import dev.gyre.api.app.TriggerBinding;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.runtime.ExecutionContext;
import dev.gyre.api.runtime.InstanceLease;
import dev.gyre.api.runtime.InstanceOptions;
import dev.gyre.api.trigger.ConfiguredTrigger;
import dev.gyre.api.trigger.RunningTrigger;
import dev.gyre.api.trigger.Trigger;
import dev.gyre.api.trigger.TriggerContext;

/**
 * Calls components at regular times: export {@code handle-timer-request(msg: string) -> string}. Thread-safe.
 */
@Capability(namespace = "dev.gyre.trigger", name = "timer")
@Component(property = Trigger.PROPERTY + "=timer")
public final class ${className} implements Trigger {
    static final String EXPORT = "handle-timer-request";
    /** How long running events may take to end; the trigger has 20 s to close. */
    private static final Duration DRAIN = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(${className}.class);

    /** One {@code [[trigger.timer]]} of a manifest. */
    record Timer(String componentId, Duration every, String message) {
        static Timer read(TriggerBinding binding) {
            ConfigTable table = binding.config();
            table.allowOnly(List.of("every", "message"));
            Duration every = table.duration("every").orElse(Duration.ofSeconds(1));
            if (every.toMillis() < 1) {
                throw table.badValue("every", "1ms or more");
            }
            return new Timer(binding.requiredComponent(), every, table.string("message").orElse("tick"));
        }
    }

    @Override
    public String type() {
        return "timer";
    }

    /** Reads the manifest: mistakes in it are told here, with their place. Nothing runs yet. */
    @Override
    public ConfiguredTrigger configure(TriggerContext context) {
        List<Timer> timers = context.bindings().stream().map(Timer::read).toList();
        return () -> start(timers, context.execution());
    }

    private static RunningTrigger start(List<Timer> timers, ExecutionContext execution) {
        // a module that cannot be called is refused now and not at its first event
        timers.forEach(t -> GuestExports.require(execution.component(t.componentId()), EXPORT, GuestExports.i32(2), "the handler of a timer"));
        List<Clock> clocks = timers.stream().map(t -> new Clock(t.componentId(), t.every(), () -> event(t, execution))).toList();
        return new RunningTrigger() {
            @Override
            public List<String> announcement() {
                return timers.stream().map(t -> "Timer: " + t.componentId() + " every " + t.every().toMillis() + " ms").toList();
            }

            @Override
            public void close() {
                long deadline = System.nanoTime() + DRAIN.toNanos();
                clocks.forEach(Clock::stop);
                clocks.forEach(c -> c.awaitEnd(deadline));
            }
        };
    }

    private static void event(Timer timer, ExecutionContext execution) {
        try {
            LOG.info("{} answers: {}", timer.componentId(), call(timer, execution));
        } catch (GyreException e) {
            // the guest's failure ends with its event
            LOG.warn("{} failed: {}", timer.componentId(), e.getMessage());
        }
    }

    /** Does something again and again on a virtual thread of its own, so that no timer waits for another. Thread-safe. */
    static final class Clock {
        private final CountDownLatch stopped = new CountDownLatch(1);
        private final Thread thread;

        Clock(String name, Duration every, Runnable event) {
            thread = Thread.ofVirtual().name("timer " + name).inheritInheritableThreadLocals(false).start(() -> run(name, every.toNanos(), event));
        }

        private void run(String name, long every, Runnable event) {
            long due = System.nanoTime();
            try {
                do {
                    try {
                        event.run();
                    } catch (Throwable t) {
                        LOG.error("an event of {} failed; the next one comes", name, t);
                    }
                    // counted from when it was due, so that it does not drift; what an event was too slow for is left out
                    due += every * (1 + Math.max(0, System.nanoTime() - due) / every);
                } while (!stopped.await(due - System.nanoTime(), TimeUnit.NANOSECONDS));
            } catch (InterruptedException e) {
                // nobody waits for it any more
            }
        }

        /** No new event comes. */
        void stop() {
            stopped.countDown();
        }

        /** Lets the running event end, until the deadline. */
        void awaitEnd(long deadline) {
            try {
                if (!thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
                    thread.interrupt();
                }
            } catch (InterruptedException e) {
                thread.interrupt();
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A fresh instance for the event: lower the argument, call, lift the result. */
    private static String call(Timer timer, ExecutionContext execution) {
        try (InstanceLease lease = execution.lease(timer.componentId(), InstanceOptions.DEFAULT)) {
            GuestHeap heap = GuestHeap.of(lease.instance());
            Slice message = heap.lower(timer.message());
            int result = (int) lease.call(EXPORT, message.pointer(), message.length())[0];
            ReturnArea area = new ReturnArea(heap.memory(), result, lease.layout().orElse(CoreLayout.PACKED));
            return new GuestReader(heap.memory(), 1 << 20).string(area.slice(0, 0));
        }
    }
}
