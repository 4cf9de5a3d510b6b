package dev.gyre.host.redis.internal;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;

import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

import dev.gyre.api.engine.HeapBudget;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.host.BoundHostModule;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.HostModule;
import dev.gyre.api.host.OutboundPolicy;
import dev.gyre.redis.ConnectionPool;
import dev.gyre.redis.Deadlines;

/** Outbound Redis: one pool of connections and one policy for all; the interface of core modules. */
@Capability(namespace = "dev.gyre.host", name = "outbound-redis")
@Component(service = {HostModule.class, RedisHostModule.class}, configurationPid = RedisHostModule.PID)
public final class RedisHostModule implements HostModule {
    static final String PID = "dev.gyre.host.redis";

    private final OutboundPolicy policy;
    private final RedisSettings settings;
    private final Deadlines deadlines = new Deadlines();
    private final ConnectionPool pool;
    private final HeapBudget budget;

    /** @throws dev.gyre.api.config.ConfigException for a limit that is none */
    @Activate
    public RedisHostModule(@Reference OutboundPolicy policy, RedisConfig config) {
        this(policy, RedisSettings.of(config));
    }

    RedisHostModule(OutboundPolicy policy, RedisSettings settings) {
        this.policy = policy;
        this.settings = settings;
        pool = new ConnectionPool(settings.connections(), deadlines);
        budget = new HeapBudget(settings.buffers());
    }

    @Deactivate
    void close() {
        pool.close();
        deadlines.close();
    }

    ConnectionPool pool() {
        return pool;
    }

    HeapBudget budget() {
        return budget;
    }

    @Override
    public Set<String> importModules() {
        return Set.of(RedisFunctions.MODULE);
    }

    @Override
    public BoundHostModule bind(ComponentContext component) {
        return new Bound(new RedisFunctions(redis(component), component.hostLayout()));
    }

    /** Redis as one component may use it. */
    OutboundRedis redis(ComponentContext component) {
        String owner = component.application().info().name() + "/" + component.component().id();
        return new OutboundRedis(owner, policy.rules(component.application(), component.component()), pool, deadlines, budget, settings);
    }

    private record Bound(RedisFunctions functions) implements BoundHostModule {
        @Override
        public Optional<HostFunction> function(ImportType wanted) {
            return functions.function(wanted.name());
        }

        @Override
        public Collection<String> functionNames(String importModule) {
            return RedisFunctions.NAMES;
        }
    }
}
