package dev.gyre.sqlite;

import java.nio.file.Path;

/** Where a database is. */
public sealed interface Location {
    /** In a file, which is made, with its folder, when something is first asked of it. */
    record OnDisk(Path file) implements Location {
        public OnDisk {
            file = file.toAbsolutePath().normalize();
        }

        @Override
        public String toString() {
            return file.toString();
        }
    }

    /** In memory, gone when nobody has it open any more; by any object that stands for it. */
    record InMemory(Object identity) implements Location {
        @Override
        public String toString() {
            return "a database in memory";
        }
    }
}
