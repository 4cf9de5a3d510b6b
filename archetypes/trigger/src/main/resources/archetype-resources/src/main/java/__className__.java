package ${package};

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
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
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("timer").factory());
        clock.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
        timers.forEach(t -> clock.scheduleAtFixedRate(() -> event(t, execution), 0, t.every().toMillis(), TimeUnit.MILLISECONDS));
        return new RunningTrigger() {
            @Override
            public List<String> announcement() {
                return timers.stream().map(t -> "Timer: " + t.componentId() + " every " + t.every().toMillis() + " ms").toList();
            }

            /** Takes no more events and lets the running one end. */
            @Override
            public void close() {
                clock.shutdown();
                try {
                    if (!clock.awaitTermination(10, TimeUnit.SECONDS)) {
                        clock.shutdownNow();
                    }
                } catch (InterruptedException e) {
                    clock.shutdownNow();
                    Thread.currentThread().interrupt();
                }
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
