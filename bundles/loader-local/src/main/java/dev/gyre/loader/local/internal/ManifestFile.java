package dev.gyre.loader.local.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

import dev.gyre.api.GyreException;

/**
 * A TOML file of an application, or a module by itself, which stands for a manifest that sends all requests to it.
 *
 * @param path absolute
 * @param name as the user named it
 */
record ManifestFile(Path path, String name) {
    private static final String DEFAULT_NAME = "spin.toml";
    private static final String MODULE = ".wasm";
    private static final int MAX_BYTES = 1 << 20;
    /** As Spin makes it ({@code single_file_manifest}). */
    private static final String OF_A_MODULE = """
            spin_manifest_version = 2
            [application]
            name = "%s"
            [[trigger.http]]
            route = "/..."
            component = { source = "%s" }
            """;

    /**
     * @param reference path of a manifest, of a folder with a {@code spin.toml}, or of a module
     * @throws GyreException when there is none
     */
    static ManifestFile find(String reference) {
        if (reference.isBlank()) {
            throw new GyreException("the name of the application is empty; name a manifest or a folder with a " + DEFAULT_NAME);
        }
        Path named;
        try {
            named = Path.of(reference);
        } catch (InvalidPathException e) {
            throw new GyreException("\"" + reference + "\" is no path of this system: " + e.getReason(), e);
        }
        if (Files.isDirectory(named)) {
            Path inside = named.resolve(DEFAULT_NAME);
            if (!Files.exists(inside)) {
                throw new GyreException("the folder " + named + " has no " + DEFAULT_NAME + "; name a manifest or a folder that has one");
            }
            named = inside;
        } else if (!Files.exists(named)) {
            throw new GyreException("there is no file or folder " + named + " in " + Path.of("").toAbsolutePath()
                    + "; name a manifest or a folder with a " + DEFAULT_NAME);
        }
        if (!Files.isRegularFile(named)) {
            throw new GyreException(named + " is not a regular file; a manifest must be one");
        }
        return new ManifestFile(named.toAbsolutePath().normalize(), named.toString());
    }

    private boolean isModule() {
        return path.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(MODULE);
    }

    private String ofModule() {
        String file = path.getFileName().toString();
        String stem = file.substring(0, file.length() - MODULE.length());
        return OF_A_MODULE.formatted(escaped(stem.isEmpty() ? "wasm-file" : stem), escaped(file));
    }

    /** Within a basic string of TOML. */
    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** Another file in the same folder, when it exists; those of a module's folder are somebody else's. */
    Optional<ManifestFile> sibling(String file) {
        if (isModule()) {
            return Optional.empty();
        }
        Path other = path.resolveSibling(file);
        return Files.exists(other) ? Optional.of(new ManifestFile(other, Path.of(name).resolveSibling(file).toString())) : Optional.empty();
    }

    /** @throws GyreException when it cannot be read, is too large or is not UTF-8 */
    String text() {
        if (isModule()) {
            return ofModule();
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw new GyreException("cannot read " + name + ": " + Failures.reason(e), e);
        }
        if (bytes.length > MAX_BYTES) {
            throw new GyreException(name + " is larger than " + MAX_BYTES + " bytes, the most that is allowed");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new GyreException(name + " is not UTF-8 text", e);
        }
    }
}
