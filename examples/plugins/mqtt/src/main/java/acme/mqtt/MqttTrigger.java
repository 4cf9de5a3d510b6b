package acme.mqtt;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

import dev.gyre.api.host.OutboundPolicy;
import dev.gyre.api.trigger.ConfiguredTrigger;
import dev.gyre.api.trigger.RunningTrigger;
import dev.gyre.api.trigger.Trigger;
import dev.gyre.api.trigger.TriggerContext;

/**
 * Subscribes to topics of an MQTT 5 server and calls a component for each message: {@code [[trigger.mqtt]]} with a {@code topic}.
 * Thread-safe.
 */
@Capability(namespace = "dev.gyre.trigger", name = "mqtt")
@Component(property = Trigger.PROPERTY + "=mqtt")
public final class MqttTrigger implements Trigger {
    /** How long the client's threads may take to end. */
    private static final Duration THREADS = Duration.ofSeconds(10);

    private final OutboundPolicy policy;
    /** The client's own threads: they end with the trigger. */
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name("acme-mqtt-", 0).factory());
    private final Set<MqttApp> running = ConcurrentHashMap.newKeySet();

    @Activate
    public MqttTrigger(@Reference OutboundPolicy policy) {
        this.policy = policy;
    }

    @Override
    public String type() {
        return "mqtt";
    }

    @Override
    public ConfiguredTrigger configure(TriggerContext context) {
        MqttConfig config = MqttConfig.read(context);
        return new ConfiguredTrigger() {
            @Override
            public RunningTrigger start() {
                return start(Optional.empty());
            }

            /** Takes subscriptions over that stay as they are, so that no message comes twice or not at all. */
            @Override
            public RunningTrigger startInPlaceOf(RunningTrigger predecessor) {
                return start(predecessor instanceof MqttApp app ? Optional.of(app) : Optional.empty());
            }

            private RunningTrigger start(Optional<MqttApp> before) {
                Connector connector = new Connector(policy.triggerRules(context.execution().application()), threads);
                MqttApp app = MqttApp.start(config, context.execution(), connector, before, running::remove);
                running.add(app);
                return app;
            }
        };
    }

    /** Bounded: a client that lost its connection may keep a thread for longer, and nobody is to wait for that. */
    @Deactivate
    void stop() {
        running.forEach(MqttApp::close);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(THREADS.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
