package dev.gyre.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The JVM's ahead-of-time cache of one installation on one Java, in a folder of its own in the user's cache:
 * {@code gyre/aot/<installation>/<Java>/<checksum of the class path>/}.
 *
 * <ul>
 * <li>{@code gyre.aot}: the cache itself, given to the JVM by {@code bin/gyre}.
 * <li>{@code stamp}: what it was made of, and its digest.
 * <li>{@code starting}: made by {@code bin/gyre} before it gives the cache to a JVM, removed by the first lines of Java. The
 *     JVM checks a cache's head and length, but may crash over damage further in. If the file is still there at the next start,
 *     that one does without the cache and looks into it.
 * <li>{@code wanted}: an earlier start would have liked to have a cache. Only the second makes one, so that a container
 *     whose files are gone after each run does not pay for it again and again.
 * <li>{@code lock}: held by the process that makes one.
 * </ul>
 *
 * Safe for any number of processes: a new cache appears by renaming.
 */
final class AotCache {
    private final Path home;
    private final Path file;

    /**
     * @param home the installation
     * @param file {@code gyre.aot}, absolute; neither it nor its folder need exist
     */
    AotCache(Path home, Path file) {
        this.home = home;
        this.file = file;
    }

    Path file() {
        return file;
    }

    Path lock() {
        return file.resolveSibling("lock");
    }

    /** This JVM has come up with the cache. */
    void hasStarted() {
        delete("starting");
    }

    /** Was it made of this installation and Java as they are now? Reads names, sizes and times of the jars. */
    boolean isCurrent() {
        try {
            return Files.isRegularFile(file) && Files.readAllLines(stamp()).getFirst().equals(fingerprint());
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** After a start that did not come up with the cache: removes it if it is damaged. Reads all of it. */
    void check() {
        boolean sound;
        try {
            sound = Files.readAllLines(stamp()).getLast().equals(digest(file));
        } catch (IOException | RuntimeException e) {
            sound = false;
        }
        if (!sound) {
            delete("gyre.aot", "stamp");
        }
        hasStarted();
    }

    /** Notes that a cache is wanted. @return whether it had been noted before */
    boolean want() {
        try {
            Files.createDirectories(file.getParent());
            Path wanted = file.resolveSibling("wanted");
            if (Files.exists(wanted)) {
                return true;
            }
            Files.createFile(wanted);
        } catch (IOException e) {
            // no place for a cache then
        }
        return false;
    }

    /** A new name beside the cache, for a cache in the making. What earlier attempts left is removed. */
    Path fresh() throws IOException {
        Files.createDirectories(file.getParent());
        try (DirectoryStream<Path> left = Files.newDirectoryStream(file.getParent(), "making-*")) {
            for (Path path : left) {
                Files.delete(path);
            }
        }
        return file.resolveSibling("making-" + ProcessHandle.current().pid());
    }

    /** Puts a new cache in place. For the holder of the lock. */
    void publish(Path made) throws IOException {
        String stamp = fingerprint() + '\n' + digest(made) + '\n';
        try (FileChannel channel = FileChannel.open(made, StandardOpenOption.WRITE)) {
            channel.force(true); // its length must be real before its name is, also after a power cut
        }
        delete("stamp");
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        Path written = Files.writeString(file.resolveSibling("making-stamp"), stamp);
        Files.move(written, stamp(), StandardCopyOption.ATOMIC_MOVE);
        delete("wanted", "starting");
        removeOlder();
    }

    private Path stamp() {
        return file.resolveSibling("stamp");
    }

    private void delete(String... names) {
        try {
            for (String name : names) {
                Files.deleteIfExists(file.resolveSibling(name));
            }
        } catch (IOException e) {
            // a read-only cache folder: nothing to be done
        }
    }

    /** Removes what earlier states of the installation left: 40 MB each. */
    private void removeOlder() throws IOException {
        try (DirectoryStream<Path> states = Files.newDirectoryStream(file.getParent().getParent(), Files::isDirectory)) {
            for (Path state : states) {
                if (!state.equals(file.getParent())) {
                    for (String name : List.of("gyre.aot", "stamp", "starting", "wanted", "lock")) {
                        Files.deleteIfExists(state.resolve(name));
                    }
                    Files.deleteIfExists(state);
                }
            }
        }
    }

    /** Changes with what the cache was made of, so that it can be made anew. That an old one does no harm is seen to by its name. */
    private String fingerprint() throws IOException {
        TreeMap<String, String> parts = new TreeMap<>();
        parts.put("java", System.getProperty("java.home") + ' ' + Runtime.version());
        for (String folder : List.of("lib", "bundles", "conf")) {
            try (Stream<Path> entries = Files.list(home.resolve(folder))) {
                for (Path entry : (Iterable<Path>) entries::iterator) {
                    parts.put(entry.toString(), Files.size(entry) + " " + Files.getLastModifiedTime(entry));
                }
            }
        }
        return HexFormat.of().formatHex(sha256().digest(parts.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static String digest(Path path) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
