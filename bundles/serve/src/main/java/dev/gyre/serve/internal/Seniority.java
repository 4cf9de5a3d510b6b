package dev.gyre.serve.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who has what two applications want is not to be decided by chance: the names of those that serve, in the order in which they began, kept
 * for the next process. Without them, as in a new folder, names decide. Thread-safe; blocks on the disk.
 */
final class Seniority {
    private static final Logger LOG = LoggerFactory.getLogger(Seniority.class);

    private final Path file;
    private final Set<String> names = new LinkedHashSet<>();

    Seniority(Path file) {
        this.file = file;
        try {
            names.addAll(Files.readAllLines(file));
        } catch (NoSuchFileException e) {
            // the first to serve here
        } catch (IOException e) {
            LOG.warn("who served before is not known: {}", e.toString());
        }
    }

    synchronized void begins(String name) {
        if (names.add(name)) {
            write();
        }
    }

    synchronized void leaves(String name) {
        if (names.remove(name)) {
            write();
        }
    }

    /** The order as it is now: who served before comes first. */
    synchronized Comparator<String> order() {
        List<String> now = new ArrayList<>(names);
        return Comparator.<String>comparingInt(n -> now.contains(n) ? now.indexOf(n) : Integer.MAX_VALUE).thenComparing(Comparator.naturalOrder());
    }

    private void write() {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(fresh, names);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("who serves now cannot be kept for the next start: {}", e.toString());
        }
    }
}
