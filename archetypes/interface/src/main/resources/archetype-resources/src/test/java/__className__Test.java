package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import dev.gyre.api.runtime.ExecutionContext;
import dev.gyre.api.runtime.InstanceLease;
import dev.gyre.api.runtime.InstanceOptions;
import dev.gyre.api.trigger.ConfiguredTrigger;
import dev.gyre.api.trigger.Trigger;
import dev.gyre.api.trigger.TriggerContext;
import dev.gyre.test.kit.TestContainer;

class ${className}Test {
    /** Starts nothing: the test itself is the source of events. */
    private static final class ByHand implements Trigger {
        final AtomicReference<ExecutionContext> execution = new AtomicReference<>();

        @Override
        public String type() {
            return "by-hand";
        }

        @Override
        public ConfiguredTrigger configure(TriggerContext given) {
            execution.set(given.execution());
            return () -> () -> { };
        }

        /** Calls a function of the component in an instance of its own. */
        Object call(String function, Object... arguments) {
            try (InstanceLease lease = execution.get().lease("hello", InstanceOptions.DEFAULT)) {
                return lease.invoke("", function, arguments).orElseThrow();
            }
        }
    }

    @Test
    void tellsTheComponentTheTime() {
        ByHand trigger = new ByHand();
        try (TestContainer container = new TestContainer()) {
            container.add(new ${className}(Clock.fixed(Instant.ofEpochMilli(1234), ZoneOffset.UTC)));
            container.add(trigger);
            container.deploy(Path.of("src/test/app"));
            assertEquals(1234L, trigger.call("what-time"));
            assertEquals(9 * 3600, trigger.call("offset", false));
            assertEquals(-1, trigger.call("offset", true), "an error is a result, too");
        }
    }
}
