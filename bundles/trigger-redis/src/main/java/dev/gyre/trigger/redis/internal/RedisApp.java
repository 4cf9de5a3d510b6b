package dev.gyre.trigger.redis.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.gyre.api.app.Application;
import dev.gyre.api.host.OutboundRules;
import dev.gyre.api.runtime.ExecutionContext;
import dev.gyre.api.trigger.RunningTrigger;
import dev.gyre.redis.Deadlines;
import dev.gyre.redis.RedisAddress;
import dev.gyre.trigger.redis.internal.config.RedisBinding;
import dev.gyre.trigger.redis.internal.config.RedisConfig;
import dev.gyre.trigger.redis.internal.deliver.Buffers;
import dev.gyre.trigger.redis.internal.deliver.Lane;
import dev.gyre.trigger.redis.internal.deliver.MessageHandler;
import dev.gyre.trigger.redis.internal.subscribe.Subscription;

/** One application that takes messages: a lane for each component, a subscription for each server. Thread-safe. */
final class RedisApp implements RunningTrigger {
    private final RedisConfig config;
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final Consumer<RedisApp> onClose;
    private final AtomicBoolean closed = new AtomicBoolean();

    private RedisApp(RedisConfig config, Consumer<RedisApp> onClose) {
        this.config = config;
        this.onClose = onClose;
    }

    /**
     * What the applications share.
     *
     * @param rules of an application's triggers, as they are now; fails with a RedisFailure while there are none
     */
    record Shared(Function<Application, OutboundRules> rules, Buffers buffers, Deadlines deadlines, Subscription.Times times) {
    }

    /**
     * Subscribes.
     *
     * @throws dev.gyre.api.GyreException when a component has no handler, or an address may not be connected to
     */
    static RedisApp start(RedisConfig config, ExecutionContext execution, Shared shared, Consumer<RedisApp> onClose) {
        RedisApp app = new RedisApp(config, onClose);
        Map<RedisAddress, Map<String, Set<Lane>>> servers = new LinkedHashMap<>();
        for (RedisBinding binding : config.bindings()) {
            Lane lane = app.lanes.computeIfAbsent(binding.componentId(), id -> new Lane(new MessageHandler(execution, execution.component(id)),
                    config.inFlight(), config.queue(), shared.buffers()));
            servers.computeIfAbsent(binding.address(), a -> new LinkedHashMap<>()).computeIfAbsent(binding.channel(), c -> new LinkedHashSet<>()).add(lane);
        }
        Supplier<OutboundRules> rules = () -> shared.rules().apply(execution.application());
        String name = execution.application().info().name();
        servers.forEach((address, channels) -> {
            Map<String, List<Lane>> copy = new LinkedHashMap<>();
            channels.forEach((channel, lanes) -> copy.put(channel, List.copyOf(lanes)));
            app.subscriptions.add(new Subscription(new Subscription.Target(name, address, rules, copy, config.maxMessage()), shared.times(), shared.deadlines()));
        });
        try {
            app.subscriptions.forEach(Subscription::start);
            return app;
        } catch (RuntimeException e) {
            app.close();
            throw e;
        }
    }

    @Override
    public List<String> announcement() {
        List<String> lines = new ArrayList<>();
        for (Subscription subscription : subscriptions) {
            lines.add(subscription.problem().map(p -> "Waiting for " + subscription.address() + ": " + p)
                    .orElseGet(() -> "Subscribed to " + subscription.address()));
            lines.add("Available Channels:");
            config.bindings().stream().filter(b -> b.address().equals(subscription.address()))
                    .forEach(b -> lines.add("  " + b.componentId() + ": " + b.channel()));
        }
        return List.copyOf(lines);
    }

    @Override
    public List<String> waitingFor() {
        return subscriptions.stream().flatMap(s -> s.problem().map(p -> s.address() + ": " + p).stream()).toList();
    }

    @Override
    public Duration closing() {
        return config.drain().plus(CLOSING);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        long deadline = System.nanoTime() + config.drain().toNanos();
        together(subscriptions, s -> s.close(deadline));
        together(lanes.values(), lane -> lane.close(deadline));
        onClose.accept(this);
    }

    /** Does something to each at the same time, and returns when all is done. */
    private static <T> void together(Iterable<T> all, Consumer<T> action) {
        List<Thread> threads = new ArrayList<>();
        all.forEach(one -> threads.add(Thread.startVirtualThread(() -> action.accept(one))));
        for (Thread thread : threads) {
            try {
                thread.join(); // each ends at its deadline
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
