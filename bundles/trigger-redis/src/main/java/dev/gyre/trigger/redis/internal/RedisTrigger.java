package dev.gyre.trigger.redis.internal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

import dev.gyre.api.host.OutboundPolicy;
import dev.gyre.api.trigger.ConfiguredTrigger;
import dev.gyre.api.trigger.Trigger;
import dev.gyre.api.trigger.TriggerContext;
import dev.gyre.redis.Deadlines;
import dev.gyre.trigger.redis.internal.config.RedisConfig;
import dev.gyre.trigger.redis.internal.deliver.Buffers;
import dev.gyre.trigger.redis.internal.subscribe.Subscription;

/** The Redis trigger: one subscription for each server an application names, and a guest's call for each message. Thread-safe. */
@Capability(namespace = "dev.gyre.trigger", name = "redis")
@Component(property = Trigger.PROPERTY + "=redis")
public final class RedisTrigger implements Trigger {
    /** Messages may take this part of the heap: a sixteenth. */
    private static final long SHARE = 16;

    private final Deadlines deadlines = new Deadlines();
    private final RedisApp.Shared shared;
    private final Set<RedisApp> running = ConcurrentHashMap.newKeySet();

    @Activate
    public RedisTrigger(@Reference OutboundPolicy policy) {
        this(policy, Subscription.Times.DEFAULT);
    }

    RedisTrigger(OutboundPolicy policy, Subscription.Times times) {
        shared = new RedisApp.Shared(policy::triggerRules, new Buffers(Runtime.getRuntime().maxMemory() / SHARE), deadlines, times);
    }

    @Override
    public String type() {
        return "redis";
    }

    @Override
    public ConfiguredTrigger configure(TriggerContext context) {
        RedisConfig config = RedisConfig.read(context);
        return () -> {
            RedisApp app = RedisApp.start(config, context.execution(), shared, running::remove);
            running.add(app);
            return app;
        };
    }

    /** Bytes of the messages that wait or are handled. */
    long buffered() {
        return shared.buffers().used();
    }

    @Deactivate
    void stop() {
        running.forEach(RedisApp::close);
        deadlines.close();
    }
}
