package dev.gyre.sqlite.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import org.osgi.service.component.annotations.Component;

import dev.gyre.sqlite.Database;
import dev.gyre.sqlite.Databases;
import dev.gyre.sqlite.Location;
import dev.gyre.sqlite.Session;

/** The databases that are open in this process, each once, however many use it and by whatever path. Thread-safe. */
@Component
public final class OpenDatabases implements Databases {
    private final Map<Location, Shared> open = new HashMap<>();

    private static final class Shared {
        private final OpenDatabase database;
        private int users;

        Shared(OpenDatabase database) {
            this.database = database;
        }
    }

    @Override
    public Database open(Location location) {
        Location one = location instanceof Location.OnDisk(Path file) ? new Location.OnDisk(real(file)) : location;
        synchronized (open) {
            Shared shared = open.computeIfAbsent(one, key -> new Shared(new OpenDatabase(key)));
            shared.users++;
            return new Handle(one, shared);
        }
    }

    /** Where a path leads, links followed as far as there is something. */
    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            Path parent = file.getParent();
            return parent == null ? file : real(parent).resolve(file.getFileName());
        }
    }

    private final class Handle implements Database {
        private final Location location;
        private final Shared shared;
        private final AtomicBoolean closed = new AtomicBoolean();

        Handle(Location location, Shared shared) {
            this.location = location;
            this.shared = shared;
        }

        @Override
        public Session session() {
            return new DatabaseSession(shared.database);
        }

        @Override
        public Location location() {
            return location;
        }

        @Override
        public void close() {
            if (!closed.compareAndSet(false, true)) {
                return;
            }
            synchronized (open) {
                if (--shared.users == 0) {
                    open.remove(location);
                    shared.database.close();
                }
            }
        }
    }
}
