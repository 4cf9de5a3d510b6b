package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import dev.gyre.api.runtime.InstanceLease;
import dev.gyre.api.runtime.InstanceOptions;
import dev.gyre.api.trigger.ConfiguredTrigger;
import dev.gyre.api.trigger.Trigger;
import dev.gyre.api.trigger.TriggerContext;
import dev.gyre.test.kit.TestContainer;

class ${className}Test {
    /** Starts nothing: the test itself is the source of events. */
    private static final class ByHand implements Trigger {
        final AtomicReference<TriggerContext> context = new AtomicReference<>();

        @Override
        public String type() {
            return "by-hand";
        }

        @Override
        public ConfiguredTrigger configure(TriggerContext given) {
            context.set(given);
            return () -> () -> { };
        }
    }

    @Test
    void tellsTheGuestTheTime() {
        ByHand trigger = new ByHand();
        try (TestContainer container = new TestContainer()) {
            container.add(new ${className}(() -> 1234));
            container.add(trigger);
            container.deploy(Path.of("src/test/app"));
            try (InstanceLease lease = trigger.context.get().execution().lease("hello", InstanceOptions.DEFAULT)) {
                assertEquals(List.of(1234L), java.util.Arrays.stream(lease.call("what-time")).boxed().toList());
            }
        }
    }
}
