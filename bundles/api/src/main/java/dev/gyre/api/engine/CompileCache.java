package dev.gyre.api.engine;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Keeps compiled artefacts across processes. What it gives back is exactly what was stored under that key, or nothing: a
 * damaged or foreign entry is never returned. Thread-safe; may block on the disk; never throws for a failing disk.
 */
public interface CompileCache {
    /** Remembers nothing. */
    CompileCache NONE = new CompileCache() {
        @Override
        public Optional<byte[]> load(Key key) {
            return Optional.empty();
        }

        @Override
        public void store(Key key, byte[] artefact) {
            // nothing is kept
        }
    };

    Optional<byte[]> load(Key key);

    void store(Key key, byte[] artefact);

    /**
     * What an artefact depends on. The cache adds the JDK.
     *
     * @param moduleDigest  {@link #digest} of the module, or a digest of as much of it as the artefact depends on
     * @param engine        {@link WasmEngine#id()}
     * @param engineVersion {@link WasmEngine#version()}
     * @param options       the engine's own options that change its output, and which part of the output this is
     */
    record Key(String moduleDigest, String engine, String engineVersion, String options) {
    }

    /** What {@link Key} calls a module by: lower-case hex SHA-256. */
    static String digest(byte[] module) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(module));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
