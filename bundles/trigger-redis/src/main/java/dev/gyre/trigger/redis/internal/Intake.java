package dev.gyre.trigger.redis.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import dev.gyre.api.app.Application;
import dev.gyre.api.runtime.ExecutionContext;
import dev.gyre.redis.RedisAddress;
import dev.gyre.trigger.redis.internal.config.RedisBinding;
import dev.gyre.trigger.redis.internal.config.RedisConfig;
import dev.gyre.trigger.redis.internal.deliver.Lane;
import dev.gyre.trigger.redis.internal.deliver.MessageHandler;
import dev.gyre.trigger.redis.internal.subscribe.Subscription;

/**
 * Where an application's messages come in: a subscription for each server, a lane for each component. It outlives the runtime in which they are
 * handled. Thread-safe.
 */
final class Intake {
    private final RedisConfig config;
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final List<Subscription> subscriptions = new ArrayList<>();
    private volatile Application application;

    private Intake(RedisConfig config, Application application) {
        this.config = config;
        this.application = application;
    }

    /**
     * Subscribes.
     *
     * @throws dev.gyre.api.GyreException when a component has no handler, or an address may not be connected to
     */
    static Intake open(RedisConfig config, ExecutionContext execution, RedisApp.Shared shared) {
        Intake intake = new Intake(config, execution.application());
        Map<RedisAddress, Map<String, Set<Lane>>> servers = new LinkedHashMap<>();
        for (RedisBinding binding : config.bindings()) {
            Lane lane = intake.lanes.computeIfAbsent(binding.componentId(),
                    id -> new Lane(handler(execution, id), config.inFlight(), config.queue(), shared.buffers()));
            servers.computeIfAbsent(binding.address(), a -> new LinkedHashMap<>()).computeIfAbsent(binding.channel(), c -> new LinkedHashSet<>()).add(lane);
        }
        String name = intake.name();
        servers.forEach((address, channels) -> {
            Map<String, List<Lane>> copy = new LinkedHashMap<>();
            channels.forEach((channel, lanes) -> copy.put(channel, List.copyOf(lanes)));
            Subscription.Target target = new Subscription.Target(name, address, () -> shared.rules().apply(intake.application), copy, config.maxMessage());
            intake.subscriptions.add(new Subscription(target, shared.times(), shared.deadlines()));
        });
        try {
            intake.subscriptions.forEach(Subscription::start);
            return intake;
        } catch (RuntimeException e) {
            intake.close();
            throw e;
        }
    }

    private static MessageHandler handler(ExecutionContext execution, String componentId) {
        return new MessageHandler(execution, execution.component(componentId));
    }

    String name() {
        return application.info().name();
    }

    RedisConfig config() {
        return config;
    }

    List<Subscription> subscriptions() {
        return subscriptions;
    }

    /** Stays subscribed and keeps what comes, once what has begun is over. Blocks. */
    void hold() {
        long deadline = deadline();
        together(lanes.values(), lane -> lane.hold(deadline));
    }

    /**
     * Hands what was kept, and what comes, to the application in another runtime. After a failure it is only to be closed.
     *
     * @throws dev.gyre.api.GyreException when a component has no handler, or an address may no longer be connected to
     */
    void resume(ExecutionContext execution) {
        Map<Lane, MessageHandler> handlers = new LinkedHashMap<>();
        lanes.forEach((id, lane) -> handlers.put(lane, handler(execution, id)));
        application = execution.application();
        subscriptions.forEach(Subscription::check);
        handlers.forEach(Lane::resume);
    }

    /** Unsubscribes, and lets what came end within the drain limit. Blocks. */
    void close() {
        long deadline = deadline();
        together(subscriptions, s -> s.close(deadline));
        together(lanes.values(), lane -> lane.close(deadline));
    }

    private long deadline() {
        return System.nanoTime() + config.drain().toNanos();
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
