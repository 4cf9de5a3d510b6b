package acme.websocket;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

import dev.gyre.api.trigger.ConfiguredTrigger;
import dev.gyre.api.trigger.RunningTrigger;
import dev.gyre.api.trigger.Trigger;
import dev.gyre.api.trigger.TriggerContext;

/** Holds WebSockets and calls a component for each message: {@code [[trigger.websocket]]} with a {@code path}. Thread-safe. */
@Capability(namespace = "dev.gyre.trigger", name = "websocket")
@Component(property = Trigger.PROPERTY + "=websocket")
public final class WebSocketTrigger implements Trigger {
    private final Set<WebSocketApp> running = ConcurrentHashMap.newKeySet();

    @Override
    public String type() {
        return "websocket";
    }

    @Override
    public ConfiguredTrigger configure(TriggerContext context) {
        WebSocketConfig config = WebSocketConfig.read(context);
        return new ConfiguredTrigger() {
            @Override
            public RunningTrigger start() {
                return start(Optional.empty());
            }

            /** Takes the listener over, so that there is no moment in which nobody listens. */
            @Override
            public RunningTrigger startInPlaceOf(RunningTrigger predecessor) {
                return start(predecessor instanceof WebSocketApp app ? Optional.of(app) : Optional.empty());
            }

            private RunningTrigger start(Optional<WebSocketApp> before) {
                WebSocketApp app = WebSocketApp.start(config, context.execution(), before, running::remove);
                running.add(app);
                return app;
            }
        };
    }

    @Deactivate
    void stop() {
        running.forEach(WebSocketApp::close);
    }
}
