package dev.gyre.serve.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.files.PrivateFiles;
import dev.gyre.api.files.WholeFiles;

/**
 * What a process leaves to the next one, so that a restart changes nothing: the names of those that serve in the order in which they began, as
 * who has what two applications want is not to be decided by chance, and the text that each serves by, in case its file is broken by then.
 * Thread-safe; blocks on the disk.
 */
final class Past {
    private static final Logger LOG = LoggerFactory.getLogger(Past.class);

    private final Path file;
    private final AppFiles texts;
    private final Set<String> names = new LinkedHashSet<>();

    private Past(Path file, AppFiles texts) {
        this.file = file;
        this.texts = texts;
    }

    /**
     * @param folder where it is kept
     * @throws GyreException when that cannot be
     */
    static Past in(Path folder) {
        Path texts = folder.resolve("apps");
        try {
            PrivateFiles.folder(texts); // there may be secrets in them
        } catch (IOException e) {
            throw new GyreException("what serves cannot be kept for the next start: " + e.getMessage(), e);
        }
        Past past = new Past(folder.resolve("serving"), new AppFiles(texts));
        past.texts.sweep();
        past.read();
        return past;
    }

    private void read() {
        try {
            names.addAll(Files.readAllLines(file));
        } catch (NoSuchFileException e) {
            LOG.debug("nobody has served here before", e);
        } catch (IOException e) {
            LOG.warn("who served before is not known: {}", e.toString());
        }
    }

    /** Forgets the texts of all but these. */
    void keepOnly(Collection<String> those) {
        texts.list().apps().keySet().stream().filter(name -> !those.contains(name)).forEach(texts::delete);
    }

    /** @param text it serves by */
    synchronized void begins(String name, String text) {
        if (names.add(name)) {
            write();
        }
        try {
            if (!texts.read(name).equals(Optional.of(text))) {
                texts.write(name, text);
            }
        } catch (GyreException e) {
            LOG.warn("what \"{}\" serves by cannot be kept for the next start: {}", name, e.getMessage());
        }
    }

    synchronized void leaves(String name) {
        if (names.remove(name)) {
            write();
        }
        try {
            texts.delete(name);
        } catch (GyreException e) {
            LOG.debug("its text is left behind", e);
        }
    }

    /** By which it served last; nothing when that is not known. */
    Optional<String> text(String name) {
        try {
            return texts.read(name);
        } catch (GyreException e) {
            LOG.debug("{} is of no use", name, e);
            return Optional.empty();
        }
    }

    /** The order as it is now: who served before comes first. */
    synchronized Comparator<String> order() {
        List<String> now = new ArrayList<>(names);
        return Comparator.<String>comparingInt(n -> now.contains(n) ? now.indexOf(n) : Integer.MAX_VALUE).thenComparing(Comparator.naturalOrder());
    }

    private void write() {
        try {
            WholeFiles.replace(file, String.join("\n", names).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("who serves now cannot be kept for the next start: {}", e.toString());
        }
    }
}
