package dev.gyre.run.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.api.GyreException;

class EntryTest {
    /** One function without parameters and results, exported. */
    private static final String EXPORTING = "\0asm\1\0\0\0\1\4\1\u0060\0\0\3\2\1\0\7\12\1\6%s\0\0\12\4\1\2\0\13";

    @TempDir
    Path temp;
    private Path file;

    @BeforeEach
    void name() {
        file = temp.resolve("p.wasm");
    }

    private Entry entry(String bytes) throws IOException {
        Files.write(file, bytes.getBytes(StandardCharsets.ISO_8859_1));
        return Entry.of(file);
    }

    private String refused(String bytes) {
        return assertThrows(GyreException.class, () -> entry(bytes)).getMessage();
    }

    @Test
    void aModuleBeginsWithItsStart() throws IOException {
        assertEquals(new Entry(Optional.empty()), entry(EXPORTING.formatted("_start")));
    }

    @Test
    void whatIsNoProgramIsToldByWhatItExports() {
        assertEquals(file + " is no program: it exports neither wasi:cli/run nor _start, but handle", refused(EXPORTING.formatted("handle")));
        assertEquals(file + " is no program: it exports neither wasi:cli/run nor _start, but nothing", refused("\0asm\15\0\1\0"));
    }

    @Test
    void whatCannotBeReadIsNamed() {
        assertEquals(file + ": no WebAssembly module: it starts with <htm, not with \\00asm", refused("<html>"));
        assertEquals(temp + " is a folder, and a WebAssembly file is needed", assertThrows(GyreException.class, () -> Entry.of(temp)).getMessage());
        Path none = temp.resolve("none");
        assertEquals("there is no file " + none, assertThrows(GyreException.class, () -> Entry.of(none)).getMessage());
    }
}
