package dev.gyre.host.sqlite.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Configurations;
import dev.gyre.api.config.Derived;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.InitialData;
import dev.gyre.api.host.RuntimeConfigSection;
import dev.gyre.sqlite.Database;
import dev.gyre.sqlite.Databases;
import dev.gyre.sqlite.Location;
import dev.gyre.sqlite.Session;
import dev.gyre.sqlite.SqliteException;
import dev.gyre.sqlite.StateFiles;

/**
 * Which database a label stands for: what {@code [sqlite_database]} of Spin's {@code runtime-config.toml} says, and for {@code default} without it
 * the file {@value #DEFAULT_FILE} in the application's state folder. Thread-safe.
 */
@Component(service = {GuestDatabases.class, RuntimeConfigSection.class, InitialData.class}, configurationPid = GuestDatabases.PID,
        property = {RuntimeConfigSection.PROPERTY + "=" + GuestDatabases.SECTION, InitialData.PROPERTY + "=sqlite"})
public final class GuestDatabases implements RuntimeConfigSection, InitialData {
    static final String PID = "dev.gyre.host.sqlite";
    static final String SECTION = "sqlite_database";
    static final String DEFAULT = "default";
    private static final Logger LOG = LoggerFactory.getLogger(GuestDatabases.class);
    private static final String DEFAULT_FILE = "sqlite_db.db";

    private final Databases databases;
    private volatile SqliteSettings settings;
    /** By label, of a runtime configuration; without a file in memory. */
    private final Derived<Map<String, Optional<Path>>> configured = new Derived<>(GuestDatabases::all);

    @Activate
    public GuestDatabases(@Reference Databases databases, SqliteConfig config, Map<String, Object> properties) {
        this(databases, SqliteSettings.of(Configurations.defaults(SqliteConfig.class)));
        modified(config, properties);
    }

    GuestDatabases(Databases databases, SqliteSettings settings) {
        this.databases = databases;
        this.settings = settings;
    }

    /** Holds for the next event. */
    @Modified
    void modified(SqliteConfig config, Map<String, Object> properties) {
        settings = Configurations.changed(settings, SqliteConfig.class, PID, properties, () -> SqliteSettings.of(config), LOG::error);
    }

    SqliteSettings settings() {
        return settings;
    }

    @Override
    public void check(Application application, String key) {
        configured.of(application.runtimeConfig());
    }

    private static Map<String, Optional<Path>> all(ConfigTable file) {
        Path folder = file.folder();
        Map<String, Optional<Path>> out = new LinkedHashMap<>();
        file.table(SECTION).ifPresent(labels -> labels.keys().forEach(label -> out.put(label, read(labels.requiredTable(label)).map(folder::resolve))));
        return Map.copyOf(out);
    }

    private static Optional<String> read(ConfigTable table) {
        switch (table.requiredString("type")) {
            case "spin" -> table.allowOnly(List.of("type", "path", "allow_attach_file"));
            case "libsql" -> throw table.error("type", "Gyre has no databases of the type \"libsql\"; it has \"spin\" (a SQLite file)");
            default -> throw table.badValue("type", "\"spin\"");
        }
        if (table.bool("allow_attach_file").orElse(false)) {
            throw table.error("allow_attach_file", "a database of Gyre reaches no other file; only \":memory:\" can be attached");
        }
        return table.string("path");
    }

    /**
     * The databases a component may open, by label; none of them is opened before somebody asks it for something. To be closed.
     *
     * @throws ConfigException for a label that stands for nothing
     */
    Map<String, Database> of(ComponentContext context) {
        Map<String, Location> locations = new LinkedHashMap<>();
        for (String label : context.component().sqliteDatabases()) {
            locations.put(label, location(context.application(), label, context.stateDir()).orElseThrow(() -> context.component().place().error("sqlite_databases",
                    "component \"" + context.component().id() + "\": unknown sqlite_databases label \"" + label + "\"; say what it stands for with a table ["
                            + SECTION + "." + label + "] in the file of --runtime-config-file")));
        }
        Map<String, Database> opened = new LinkedHashMap<>();
        locations.forEach((label, location) -> opened.put(label, databases.open(location)));
        return Map.copyOf(opened);
    }

    /** What a component is called in messages. */
    static String owner(ComponentContext context) {
        return context.application().info().name() + "/" + context.component().id();
    }

    private Optional<Location> location(Application application, String label, Optional<Path> stateDir) {
        String memory = "sqlite " + application.info().name() + " " + label;
        Optional<Path> said = configured.of(application.runtimeConfig()).get(label);
        if (said != null) {
            return Optional.of(said.<Location>map(Location.OnDisk::new).orElse(new Location.InMemory(memory)));
        }
        return label.equals(DEFAULT) ? Optional.of(StateFiles.of(application, stateDir, DEFAULT_FILE, memory)) : Optional.empty();
    }

    /**
     * A value of {@code --sqlite}.
     *
     * @param text a statement, or a file with statements
     */
    private record Option(boolean file, String text, String label) {
        /** @throws IllegalArgumentException for what is none */
        static Option of(String value) {
            String option = value.strip();
            boolean file = option.startsWith("@");
            int colon = option.lastIndexOf(':');
            String label = file && colon > 0 ? option.substring(colon + 1).strip() : DEFAULT;
            String text = file ? option.substring(1, colon > 0 ? colon : option.length()).strip() : option;
            if (label.isEmpty() || text.isEmpty()) {
                throw new IllegalArgumentException("'--sqlite' must be a statement, @FILE or @FILE:DATABASE");
            }
            return new Option(file, text, label);
        }
    }

    @Override
    public void check(List<String> options) {
        options.forEach(Option::of);
    }

    @Override
    public Held put(Application application, Optional<Path> stateDir, List<String> options) {
        List<Database> held = new ArrayList<>();
        try {
            options.forEach(option -> run(application, stateDir, Option.of(option), held));
        } catch (RuntimeException e) {
            held.forEach(Database::close);
            throw e;
        }
        return () -> held.forEach(Database::close);
    }

    private void run(Application application, Optional<Path> stateDir, Option option, List<Database> held) {
        Location location = location(application, option.label, stateDir)
                .orElseThrow(() -> new GyreException("option '--sqlite': there is no database \"" + option.label + "\""));
        Database database = databases.open(location);
        held.add(database);
        try (Session session = database.session()) {
            session.script(option.file ? text(option.text) : option.text, Session.Limits.of(Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE));
        } catch (SqliteException e) {
            throw new GyreException("option '--sqlite' " + (option.file ? "@" + option.text : "'" + option.text + "'") + " fails: " + e.getMessage(), e);
        }
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new GyreException("option '--sqlite': the file " + file + " cannot be read: " + e, e);
        }
    }
}
