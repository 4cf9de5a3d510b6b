package dev.gyre.serve.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import dev.gyre.api.GyreException;
import dev.gyre.api.files.WholeFiles;

/**
 * The files of {@code apps/}: one reference each, {@code <name>.toml}. A crash leaves the old or the new one. Thread-safe; blocks on the disk.
 */
final class AppFiles {
    private static final String END = ".toml";
    private static final String TEMPORARY = ".tmp";
    private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final int MAX_BYTES = 1 << 20;

    private final Path folder;
    private final Consumer<String> steps;

    /** What tells one state of a file from another without reading it. */
    record Stamp(Object key, long size, long modified) {
    }

    AppFiles(Path folder) {
        this(folder, step -> { });
    }

    /** @param steps told of every step of a change once it is made */
    AppFiles(Path folder, Consumer<String> steps) {
        this.folder = folder;
        this.steps = steps;
    }

    /** How messages name an application's file. */
    String display(String name) {
        return folder.getFileName() + "/" + name + END;
    }

    Path folder() {
        return folder;
    }

    /** @throws GyreException for one that cannot be a file's */
    static String checked(String name) {
        if (!NAMES.matcher(name).matches() || name.endsWith(TEMPORARY)) {
            throw new GyreException("\"" + name + "\" cannot be an application's name here: letters, digits, \".\", \"_\" and \"-\" can, 100 at most; "
                    + "choose one with --name");
        }
        return name;
    }

    /**
     * What there is. Files of other kinds are nobody's.
     *
     * @param apps      by name; one that cannot be read is among them
     * @param strangers names of files that no application can have, with the reason
     */
    record Listing(Map<String, Stamp> apps, Map<String, String> strangers) {
    }

    Listing list() {
        Map<String, Stamp> apps = new TreeMap<>();
        Map<String, String> strangers = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[!.]*" + END)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                name = name.substring(0, name.length() - END.length());
                if (NAMES.matcher(name).matches()) {
                    Optional<Stamp> stamp = stamp(file);
                    if (stamp.isPresent()) {
                        apps.put(name, stamp.get());
                    }
                } else {
                    strangers.put(name, display(name) + " is not served: its name cannot be an application's: letters, digits, \".\", \"_\" and \"-\" can, "
                            + "100 at most; rename the file");
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new GyreException("cannot read the folder " + folder + ": " + e, e);
        }
        return new Listing(apps, strangers);
    }

    /** Of a link's target; of the link itself when that is not there: whoever reads it then says so. Nothing for what has just gone. */
    private static Optional<Stamp> stamp(Path file) {
        try {
            return Optional.of(stamp(Files.readAttributes(file, BasicFileAttributes.class)));
        } catch (IOException e) {
            try {
                return Optional.of(stamp(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)));
            } catch (IOException gone) {
                return Optional.empty();
            }
        }
    }

    /** Files of any place as they are now; those that are not there are left out. */
    static Map<Path, Stamp> stamps(Iterable<Path> files) {
        Map<Path, Stamp> out = new HashMap<>();
        files.forEach(file -> stamp(file).ifPresent(s -> out.put(file, s)));
        return out;
    }

    private static Stamp stamp(BasicFileAttributes a) {
        return new Stamp(Optional.ofNullable(a.fileKey()), a.size(), a.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    }

    /** Nothing when it is not there. */
    Optional<String> read(String name) {
        Path file = file(name);
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new GyreException(display(name) + " is larger than " + MAX_BYTES + " bytes, the most that is allowed");
            }
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString());
        } catch (NoSuchFileException e) {
            if (Files.isSymbolicLink(file)) {
                throw new GyreException(display(name) + " is a link to a file that is not there", e);
            }
            return Optional.empty();
        } catch (CharacterCodingException e) {
            throw new GyreException(display(name) + " is not UTF-8 text", e);
        } catch (IOException e) {
            throw new GyreException("cannot read " + file + ": " + e, e);
        }
    }

    void write(String name, String text) {
        Path file = file(name);
        try {
            WholeFiles.replace(file, text.getBytes(StandardCharsets.UTF_8), steps);
        } catch (IOException e) {
            throw new GyreException("cannot write " + file + ": " + e, e);
        }
    }

    void delete(String name) {
        Path file = file(name);
        try {
            WholeFiles.delete(file, steps);
        } catch (IOException e) {
            throw new GyreException("cannot delete " + file + ": " + e, e);
        }
    }

    /** Removes what a crash has left half-written. */
    void sweep() {
        try {
            WholeFiles.sweep(folder);
        } catch (IOException e) {
            throw new GyreException("cannot read the folder " + folder + ": " + e, e);
        }
    }

    private Path file(String name) {
        return folder.resolve(checked(name) + END);
    }
}
