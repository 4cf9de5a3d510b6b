package dev.gyre.host.sqlite.internal;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import dev.gyre.api.host.BoundHostInterfaces;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.HostContext;
import dev.gyre.api.host.HostInterfaceProvider;
import dev.gyre.api.host.StateKey;
import dev.gyre.api.host.WitFile;
import dev.gyre.host.sqlite.internal.face.SpinSqlite;
import dev.gyre.host.sqlite.internal.face.SpinSqlite1;
import dev.gyre.sqlite.Database;

/** SQLite databases for components of the component model. Thread-safe. */
@Component
public final class SqliteInterfaces implements HostInterfaceProvider {
    private final GuestDatabases databases;

    @Activate
    public SqliteInterfaces(@Reference GuestDatabases databases) {
        this.databases = databases;
    }

    @Override
    public List<WitFile> wit() {
        return List.of(WitFile.beside(SpinSqlite.class, "spin.wit"), WitFile.beside(SpinSqlite.class, "spin-2.wit"), WitFile.beside(SpinSqlite.class, "spin-3.wit"));
    }

    @Override
    public Map<String, Class<?>> interfaces() {
        return Map.of("fermyon:spin/sqlite", SpinSqlite1.class, "fermyon:spin/sqlite@2.0.0", SpinSqlite.class, "spin:sqlite/sqlite@3.1.0", SpinSqlite.class);
    }

    @Override
    public BoundHostInterfaces bind(ComponentContext component) {
        return new Bound(GuestDatabases.owner(component), databases.of(component), databases::settings);
    }

    private static final class Bound implements BoundHostInterfaces {
        private final Map<String, Database> allowed;
        private final StateKey<OpenConnections> open;

        Bound(String owner, Map<String, Database> allowed, Supplier<SqliteSettings> settings) {
            this.allowed = allowed;
            open = new StateKey<>(event -> new OpenConnections(owner, allowed, settings.get(), event));
        }

        @Override
        public Object create(Class<?> type, HostContext event) {
            OpenConnections own = event.state(open);
            return type == SpinSqlite1.class ? new SpinSqlite1(own) : new SpinSqlite(own);
        }

        @Override
        public void close() {
            allowed.values().forEach(Database::close);
        }
    }
}
