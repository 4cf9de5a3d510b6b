package acme.mqtt;

import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import acme.mqtt.MqttConfig.Binding;
import acme.mqtt.Subscription.Receiver;
import acme.mqtt.Subscription.Target;
import dev.gyre.api.runtime.EventSource;
import dev.gyre.api.runtime.ExecutionContext;
import dev.gyre.api.trigger.RunningTrigger;

/** One application: its subscriptions. Thread-safe; {@link #start} and {@link #close} block. */
final class MqttApp implements RunningTrigger {
    private final MqttConfig config;
    private final Map<Target, Subscription> subscriptions = new ConcurrentHashMap<>();
    private final Consumer<MqttApp> onClose;
    private final AtomicBoolean closed = new AtomicBoolean();

    private MqttApp(MqttConfig config, Consumer<MqttApp> onClose) {
        this.config = config;
        this.onClose = onClose;
    }

    /**
     * Subscribes.
     *
     * @param before  whose subscriptions it takes over, where they are the same
     * @param onClose told when it is closed
     * @throws dev.gyre.api.GyreException when a component has no handler, or the server may not be connected to; the one before goes on then
     */
    static MqttApp start(MqttConfig config, ExecutionContext execution, Connector connector, Optional<MqttApp> before, Consumer<MqttApp> onClose) {
        Map<Target, Receiver> wanted = new LinkedHashMap<>();
        config.bindings().forEach(b -> wanted.put(target(config, b),
                new Receiver(new MessageHandler(execution, b.componentId()), config.settings().attempts())));
        try {
            connector.resolve(config.server());
        } catch (UnknownHostException e) {
            // Names come and go as servers do; the attempts will tell.
        }
        // nothing of what follows can fail
        MqttApp app = new MqttApp(config, onClose);
        wanted.forEach((target, receiver) -> app.subscriptions.put(target, before.flatMap(b -> b.give(target, receiver))
                .orElseGet(() -> new Subscription(target, connector, receiver))));
        List<Subscription> fresh = app.subscriptions.values().stream().filter(Subscription::unstarted).toList();
        fresh.forEach(s -> before.ifPresent(b -> b.retire(s.target().clientId())));
        together(fresh, Subscription::start);
        return app;
    }

    private static Target target(MqttConfig config, Binding binding) {
        MqttConfig.Settings settings = config.settings();
        // servers know a client by its name, so each connection needs one of its own
        Optional<String> clientId = settings.clientId().map(id -> config.bindings().size() == 1 ? id : id + "-" + binding.id());
        return new Target(binding.componentId(), config.server(), clientId, binding.topic(), binding.qos(), settings.session(), settings.inFlight(),
                settings.maxMessage());
    }

    private Optional<Subscription> give(Target target, Receiver next) {
        Optional<Subscription> given = Optional.ofNullable(subscriptions.remove(target));
        given.ifPresent(s -> s.handOver(next));
        return given;
    }

    /** Two with one name would throw each other out: the server keeps messages until the other is there. */
    private void retire(Optional<String> clientId) {
        subscriptions.values().stream().filter(s -> clientId.isPresent() && s.target().clientId().equals(clientId)).forEach(s -> s.close(deadline()));
    }

    private long deadline() {
        return System.nanoTime() + config.settings().drain().toNanos();
    }

    @Override
    public List<EventSource> sources() {
        Map<Optional<String>, List<EventSource.Route>> byProblem = new LinkedHashMap<>();
        config.bindings().forEach(binding -> {
            Optional<String> problem = Optional.ofNullable(subscriptions.get(target(config, binding))).flatMap(Subscription::problem);
            byProblem.computeIfAbsent(problem, p -> new ArrayList<>()).add(new EventSource.Route(binding.componentId(), binding.topic().toString()));
        });
        return byProblem.entrySet().stream().map(e -> EventSource.subscription(config.server().toString(), e.getKey(), e.getValue())).toList();
    }

    @Override
    public Duration closing() {
        return config.settings().drain().plus(CLOSING);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            long deadline = deadline();
            together(subscriptions.values(), s -> s.close(deadline));
            subscriptions.clear();
            onClose.accept(this);
        }
    }

    /** Does something to each at the same time, and returns when all is done. */
    private static void together(Iterable<Subscription> all, Consumer<Subscription> action) {
        List<Thread> threads = new ArrayList<>();
        all.forEach(one -> threads.add(Thread.startVirtualThread(() -> action.accept(one))));
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
