package dev.gyre.host.key.value.internal;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.app.Application;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Configurations;
import dev.gyre.api.config.Derived;
import dev.gyre.api.engine.HeapBudget;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.InitialData;
import dev.gyre.api.host.RuntimeConfigSection;
import dev.gyre.host.key.value.internal.store.RedisStore;
import dev.gyre.host.key.value.internal.store.SqliteStore;
import dev.gyre.host.key.value.internal.store.Store;
import dev.gyre.redis.ConnectionPool;
import dev.gyre.redis.Deadlines;
import dev.gyre.redis.RedisConnection;
import dev.gyre.sqlite.Databases;
import dev.gyre.sqlite.Location;
import dev.gyre.sqlite.StateFiles;

/**
 * Which store a label stands for: what {@code [key_value_store]} of Spin's {@code runtime-config.toml} says, and for {@code default} without it
 * the file {@value #DEFAULT_FILE} in the application's state folder. Thread-safe.
 */
@Component(service = {KeyValueStores.class, RuntimeConfigSection.class, InitialData.class}, configurationPid = KeyValueStores.PID,
        property = {RuntimeConfigSection.PROPERTY + "=" + KeyValueStores.SECTION, InitialData.PROPERTY + "=key-value"})
public final class KeyValueStores implements RuntimeConfigSection, InitialData {
    static final String PID = "dev.gyre.host.key.value";
    static final String SECTION = "key_value_store";
    static final String DEFAULT = "default";
    private static final Logger LOG = LoggerFactory.getLogger(KeyValueStores.class);
    private static final String DEFAULT_FILE = "sqlite_key_value.db";

    private final Databases databases;
    private volatile KeyValueSettings settings;
    private final KeyValueHealth health;
    private final Deadlines deadlines = new Deadlines();
    private final ConnectionPool pool;
    private final HeapBudget budget;
    /** By label, of a runtime configuration. */
    private final Derived<Map<String, StoreSpec>> configured = new Derived<>(KeyValueStores::read);

    @Activate
    public KeyValueStores(@Reference Databases databases, @Reference KeyValueHealth health, KeyValueConfig config, Map<String, Object> properties) {
        this(databases, health, KeyValueSettings.of(Configurations.defaults(KeyValueConfig.class)));
        modified(config, properties);
    }

    KeyValueStores(Databases databases, KeyValueHealth health, KeyValueSettings settings) {
        this.health = health;
        this.databases = databases;
        this.settings = settings;
        pool = new ConnectionPool(settings.connections(), deadlines);
        budget = new HeapBudget(settings.buffers());
    }

    /** Holds for the next event, and for the next call what a store keeps to itself. */
    @Modified
    void modified(KeyValueConfig config, Map<String, Object> properties) {
        settings = Configurations.changed(settings, KeyValueConfig.class, PID, properties, () -> KeyValueSettings.of(config), LOG::error);
        pool.changeMost(settings.connections());
        budget.changeLimit(settings.buffers());
    }

    @Deactivate
    void close() {
        pool.close();
        deadlines.close();
    }

    KeyValueSettings settings() {
        return settings;
    }

    KeyValueHealth health() {
        return health;
    }

    /** Closes what {@link #of} gave. */
    void release(Map<String, Store> opened) {
        opened.values().forEach(store -> {
            store.close();
            health.recovered(store);
        });
    }

    @Override
    public void check(Application application, String key) {
        configured.of(application.runtimeConfig());
    }

    private static Map<String, StoreSpec> read(ConfigTable file) {
        Path folder = file.folder();
        Map<String, StoreSpec> out = new LinkedHashMap<>();
        file.table(SECTION).ifPresent(labels -> labels.keys().forEach(label -> out.put(label, StoreSpec.read(labels.requiredTable(label), folder))));
        return Map.copyOf(out);
    }

    /**
     * The stores a component may open, by label; none of them is opened before somebody asks it for something.
     *
     * @throws ConfigException for a label that stands for nothing
     */
    Map<String, Store> of(ComponentContext context) {
        Map<String, StoreSpec> specs = new LinkedHashMap<>();
        for (String label : context.component().keyValueStores()) {
            specs.put(label, spec(context.application(), label).orElseThrow(() -> context.component().place().error("key_value_stores",
                    "component \"" + context.component().id() + "\": unknown key_value_stores label \"" + label + "\"; say what it stands for with a table ["
                            + SECTION + "." + label + "] in the file of --runtime-config-file")));
        }
        Map<String, Store> opened = new LinkedHashMap<>();
        specs.forEach((label, spec) -> opened.put(label, open(spec, context.application(), context.stateDir(), label)));
        return Map.copyOf(opened);
    }

    /** What a component is called in messages. */
    static String owner(ComponentContext context) {
        return context.application().info().name() + "/" + context.component().id();
    }

    private Optional<StoreSpec> spec(Application application, String label) {
        return Optional.ofNullable(configured.of(application.runtimeConfig()).get(label)).or(() -> label.equals(DEFAULT) ? Optional.of(new StoreSpec.Default()) : Optional.empty());
    }

    private Store open(StoreSpec spec, Application application, Optional<Path> stateDir, String label) {
        String memory = "key-value " + application.info().name() + " " + label;
        return switch (spec) {
            case StoreSpec.Sqlite(Optional<Path> file) -> sqlite(file.<Location>map(Location.OnDisk::new).orElse(new Location.InMemory(memory)), label);
            case StoreSpec.Default() -> sqlite(StateFiles.of(application, stateDir, DEFAULT_FILE, memory), label);
            case StoreSpec.Redis(var address) -> new RedisStore(address, pool, deadlines, () -> new RedisConnection.Limits(settings.limits().result(), budget));
        };
    }

    private Store sqlite(Location location, String label) {
        return new SqliteStore(databases.open(location), label, () -> settings.limits());
    }

    @Override
    public void check(List<String> options) {
        if (!options.stream().allMatch(option -> option.indexOf('=') > 0)) {
            throw new IllegalArgumentException("'--key-value' must be KEY=VALUE");
        }
    }

    @Override
    public Held put(Application application, Optional<Path> stateDir, List<String> options) {
        Store store = open(spec(application, DEFAULT).orElseThrow(), application, stateDir, DEFAULT);
        try {
            for (String option : options) {
                int eq = option.indexOf('=');
                store.set(option.substring(0, eq), option.substring(eq + 1).getBytes(StandardCharsets.UTF_8),
                        System.nanoTime() + settings.timeout().toNanos());
            }
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
        return store::close;
    }
}
