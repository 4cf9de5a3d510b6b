package dev.gyre.run.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;

import dev.gyre.api.GyreException;
import dev.gyre.api.engine.ModuleException;

/** Looks into WebAssembly files, for commands. Stateless. */
public final class WasmFile {
    private WasmFile() {
    }

    /**
     * Blocks while the file is read.
     *
     * @param decode what is wanted of its content; may throw {@link ModuleException}
     * @throws GyreException naming the file, when it cannot be read or decoded
     */
    public static <T> T read(Path file, Function<byte[], T> decode) {
        try {
            return decode.apply(bytes(file));
        } catch (ModuleException e) {
            throw new GyreException(file + ": " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(Path file) {
        if (Files.isDirectory(file)) {
            throw new GyreException(file + " is a folder, and a WebAssembly file is needed");
        }
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new GyreException("there is no file " + file, e);
        } catch (IOException e) {
            throw new GyreException(file + " cannot be read: " + e, e);
        }
    }
}
