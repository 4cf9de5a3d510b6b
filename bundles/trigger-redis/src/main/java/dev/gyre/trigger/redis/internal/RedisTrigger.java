package dev.gyre.trigger.redis.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

import dev.gyre.api.app.Application;
import dev.gyre.api.host.OutboundPolicy;
import dev.gyre.api.host.OutboundRules;
import dev.gyre.api.runtime.ExecutionContext;
import dev.gyre.api.trigger.ConfiguredTrigger;
import dev.gyre.api.trigger.Trigger;
import dev.gyre.api.trigger.TriggerContext;
import dev.gyre.redis.Deadlines;
import dev.gyre.redis.RedisFailure;
import dev.gyre.trigger.redis.internal.config.RedisConfig;
import dev.gyre.trigger.redis.internal.deliver.Buffers;
import dev.gyre.trigger.redis.internal.subscribe.Subscription;

/** The Redis trigger: one subscription for each server an application names, and a guest's call for each message. Thread-safe. */
@Capability(namespace = "dev.gyre.trigger", name = "redis")
@Component(property = Trigger.PROPERTY + "=redis", immediate = true) // and stays, with what it keeps, while there is no runtime that uses it
public final class RedisTrigger implements Trigger {
    /** Messages may take this part of the heap: a sixteenth. */
    private static final long SHARE = 16;
    /** As long as the door of an application that takes HTTP stays open. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Deadlines deadlines = new Deadlines();
    private final RedisApp.Shared shared;
    private final Set<RedisApp> running = ConcurrentHashMap.newKeySet();
    private final KeptIntakes kept;
    private final AtomicReference<OutboundPolicy> policy = new AtomicReference<>();

    @Activate
    public RedisTrigger() {
        this(Subscription.Times.DEFAULT, PATIENCE);
    }

    /** @param patience how long messages are kept while the runtime is replaced */
    RedisTrigger(Subscription.Times times, Duration patience) {
        kept = new KeptIntakes(patience);
        shared = new RedisApp.Shared(this::rules, new Buffers(Runtime.getRuntime().maxMemory() / SHARE), deadlines, times);
    }

    /** Dynamic, so that subscriptions outlive a policy that is replaced: it is asked when they connect. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindPolicy(OutboundPolicy service) {
        policy.set(service);
    }

    void unbindPolicy(OutboundPolicy service) {
        policy.compareAndSet(service, null);
    }

    /** @throws RedisFailure while there is no policy: nobody connects then */
    private OutboundRules rules(Application application) {
        return Optional.ofNullable(policy.get()).map(p -> p.triggerRules(application))
                .orElseThrow(() -> new RedisFailure("no bundle decides which connections may be opened (dev.gyre.policy does)"));
    }

    @Override
    public String type() {
        return "redis";
    }

    @Override
    public ConfiguredTrigger configure(TriggerContext context) {
        RedisConfig config = RedisConfig.read(context);
        return () -> {
            RedisApp app = new RedisApp(intake(config, context.execution()), kept, running::remove);
            running.add(app);
            return app;
        };
    }

    private Intake intake(RedisConfig config, ExecutionContext execution) {
        Optional<Intake> before = kept.take(execution.application().info().name(), config);
        if (before.isEmpty()) {
            return Intake.open(config, execution, shared);
        }
        try {
            before.get().resume(execution);
            return before.get();
        } catch (RuntimeException e) {
            before.get().close();
            throw e;
        }
    }

    /** Bytes of the messages that wait or are handled. */
    long buffered() {
        return shared.buffers().used();
    }

    @Deactivate
    void stop() {
        running.forEach(RedisApp::close);
        kept.close();
        deadlines.close();
    }
}
