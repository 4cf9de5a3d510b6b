package dev.gyre.plugins.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.osgi.framework.Constants;

import dev.gyre.api.GyreException;

/** Whether a jar is a bundle that could be installed, and says the same to everybody who reads it. Stateless; blocks on the disk. */
final class JarCheck {
    /** Unpacked bytes and entries at most: more is no plug-in but a bomb. */
    private static final long MOST_BYTES = 1L << 30;
    private static final int MOST_ENTRIES = 100_000;

    private JarCheck() {
    }

    /**
     * Reads every entry, so that damage shows and signatures are verified.
     *
     * @param entries told of each entry that is a file and not about signatures, once it is read
     * @return the main attributes of its manifest
     * @throws GyreException saying what is wrong
     */
    static Map<Object, Object> read(Path jar, EntryCheck entries) {
        try (JarFile file = new JarFile(jar.toFile(), true)) {
            Manifest manifest = Optional.ofNullable(file.getManifest()).orElseThrow(() -> new GyreException("is no OSGi bundle: it has no manifest"));
            if (manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME) == null) {
                throw new GyreException("is no OSGi bundle: its manifest has no " + Constants.BUNDLE_SYMBOLICNAME);
            }
            checkComplete(file, manifest);
            Set<String> names = new HashSet<>();
            long left = MOST_BYTES;
            for (JarEntry entry : Collections.list(file.entries())) {
                if (!names.add(entry.getName().toLowerCase(Locale.ROOT))) {
                    throw new GyreException("has two entries " + entry.getName());
                }
                if (names.size() > MOST_ENTRIES) {
                    throw new GyreException("has more than " + MOST_ENTRIES + " entries");
                }
                if (entry.getName().startsWith("/") || Path.of(entry.getName()).normalize().startsWith("..")) {
                    throw new GyreException("has an entry outside of it: " + entry.getName());
                }
                if (!entry.isDirectory()) {
                    left = readThrough(file, entry, left);
                    if (!isAboutSignatures(entry.getName())) {
                        entries.read(entry);
                    }
                }
            }
            return Map.copyOf(manifest.getMainAttributes());
        } catch (IOException | SecurityException | IllegalArgumentException e) { // the last one for a name that no file can have
            throw new GyreException("is broken: " + e.getMessage(), e);
        }
    }

    /** Nobody signs for what is not there: an entry that was taken out would not be missed. */
    private static void checkComplete(JarFile file, Manifest manifest) {
        manifest.getEntries().forEach((name, attributes) -> {
            if (file.getEntry(name) == null && attributes.keySet().stream().anyMatch(key -> key.toString().endsWith("-Digest"))) {
                throw new GyreException("is broken: its manifest has a digest of " + name + ", which is not in it");
            }
        });
    }

    /** What is done with an entry that was read. */
    interface EntryCheck {
        /** @throws GyreException when it is not to be accepted */
        void read(JarEntry entry);
    }

    private static long readThrough(JarFile file, JarEntry entry, long most) throws IOException {
        long left = most;
        byte[] buffer = new byte[1 << 14];
        try (InputStream in = file.getInputStream(entry)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                left -= n;
                if (left < 0) {
                    throw new GyreException("unpacks to more than " + MOST_BYTES + " bytes");
                }
            }
        }
        return left;
    }

    /** These sign the others and cannot be signed. */
    private static boolean isAboutSignatures(String name) {
        return name.equals(JarFile.MANIFEST_NAME) || name.matches("META-INF/[^/]+\\.(SF|EC|RSA|DSA)");
    }

    /** @throws GyreException when a reader from front to back, as some are, would find something else than one that begins with the directory */
    static void oneReading(byte[] jar, Path file) {
        Map<String, Long> front = new HashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar)); JarFile directory = new JarFile(file.toFile(), false)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                in.transferTo(OutputStream.nullOutputStream());
                if (front.put(entry.getName(), entry.getCrc()) != null) {
                    throw new GyreException("has two entries " + entry.getName());
                }
            }
            directory.stream().filter(e -> !front.getOrDefault(e.getName(), -1L).equals(e.getCrc())).findFirst().ifPresent(other -> {
                throw new GyreException("is broken: its directory has an entry that is not in its place: " + other.getName());
            });
            if (front.size() != directory.size()) {
                throw new GyreException("is broken: it has " + front.size() + " entries, and its directory " + directory.size());
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new GyreException("is broken: " + e.getMessage(), e);
        }
    }
}
