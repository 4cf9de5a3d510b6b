package dev.gyre.host.redis.internal;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.app.Application;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Configurations;
import dev.gyre.api.config.Derived;
import dev.gyre.api.engine.HeapBudget;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.host.BoundHostModule;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.ConnectionPlaces;
import dev.gyre.api.host.HostModule;
import dev.gyre.api.host.OutboundPolicy;
import dev.gyre.api.host.RuntimeConfigSection;
import dev.gyre.redis.ConnectionPool;
import dev.gyre.redis.Deadlines;

/** Outbound Redis: one pool of connections and one policy for all; the interface of core modules. */
@Capability(namespace = "dev.gyre.host", name = "outbound-redis")
@Component(service = {HostModule.class, RedisHostModule.class, RuntimeConfigSection.class}, configurationPid = RedisHostModule.PID,
        property = RuntimeConfigSection.PROPERTY + "=" + RedisHostModule.SECTION)
public final class RedisHostModule implements HostModule, RuntimeConfigSection {
    static final String PID = "dev.gyre.host.redis";
    static final String SECTION = "outbound_redis";
    private static final Logger LOG = LoggerFactory.getLogger(RedisHostModule.class);
    private static final String MAX_CONNECTIONS = "max_connections";

    private final OutboundPolicy policy;
    private volatile RedisSettings settings;
    private final Deadlines deadlines = new Deadlines();
    private final ConnectionPool pool;
    private final HeapBudget budget;
    /** Of one application, by its runtime configuration. */
    private final Derived<ConnectionPlaces> places = new Derived<>(RedisHostModule::read);

    @Activate
    public RedisHostModule(@Reference OutboundPolicy policy, RedisConfig config, Map<String, Object> properties) {
        this(policy, RedisSettings.of(Configurations.defaults(RedisConfig.class)));
        modified(config, properties);
    }

    RedisHostModule(OutboundPolicy policy, RedisSettings settings) {
        this.policy = policy;
        this.settings = settings;
        pool = new ConnectionPool(settings.connections(), deadlines);
        budget = new HeapBudget(settings.buffers());
    }

    /** Holds for the next command. */
    @Modified
    void modified(RedisConfig config, Map<String, Object> properties) {
        settings = Configurations.changed(settings, RedisConfig.class, PID, properties, () -> RedisSettings.of(config), LOG::error);
        pool.changeMost(settings.connections());
        budget.changeLimit(settings.buffers());
    }

    @Deactivate
    void close() {
        pool.close();
        deadlines.close();
    }

    RedisSettings settings() {
        return settings;
    }

    ConnectionPool pool() {
        return pool;
    }

    HeapBudget budget() {
        return budget;
    }

    /** {@code [outbound_redis]} of Spin's {@code runtime-config.toml}. */
    @Override
    public void check(Application application, String key) {
        places.of(application.runtimeConfig());
    }

    private static ConnectionPlaces read(ConfigTable file) {
        ConfigTable table = file.table(SECTION).orElseGet(() -> ConfigTable.empty(SECTION, file.position()));
        table.allowOnly(List.of(MAX_CONNECTIONS));
        return ConnectionPlaces.of(table, MAX_CONNECTIONS);
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
        return new OutboundRedis(owner, policy.rules(component.application(), component.component()),
                new AppPool(pool, places.of(component.application().runtimeConfig()).within(policy.connections(component.application()))), deadlines, budget, this::settings);
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
