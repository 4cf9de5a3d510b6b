package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code gyre run} and {@code gyre inspect}. */
class RunE2E {
    @TempDir
    Path folder;

    private static Gyre gyre(String... words) {
        return Gyre.start(Map.of(), words);
    }

    /** WASI 0.2 knows success and failure only; the adapter of preview 1 in the component says no more. */
    @ParameterizedTest
    @CsvSource({"run-program.wasm, 7", "run-component.wasm, 1"})
    void aProgramHasArgumentsVariablesFilesAndStreams(String program, int code) throws IOException {
        Files.writeString(folder.resolve("hello.txt"), "of a folder\n");
        Gyre run = gyre("run", "--dir", folder + "::/data", "-e", "LEVEL=debug", App.guest(program).toString(), "fail", "--dir", "x y");
        try (OutputStream in = run.process().getOutputStream()) {
            in.write("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(code, run.exitCode(), run::output);
        assertEquals("argument fail\nargument --dir\nargument x y\nLEVEL=debug\ninput one\ninput two\nfile of a folder\n", run.out());
        assertTrue(run.err().contains("an error\n"), run::output);
    }

    @Test
    void aProgramInRustRuns() throws IOException {
        Files.writeString(folder.resolve("text.txt"), "one two\ntwo gr\u00fcn\n");
        Gyre run = gyre("run", "--dir", folder + "::/data", "-e", "LIMIT=2", App.guest("rust-words.wasm").toString(), "/data/text.txt", "/data/missing.txt");
        assertEquals(1, run.exitCode(), run::output);
        assertTrue(run.err().contains("/data/missing.txt: No such file or directory"), run::output);
        run = gyre("run", "-e", "LIMIT=2", App.guest("rust-words.wasm").toString());
        try (OutputStream in = run.process().getOutputStream()) {
            in.write("one two\ntwo gr\u00fcn\n".getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(0, run.exitCode(), run::output);
        assertEquals("2 two\n1 gr\u00fcn\n", run.out());
    }

    @Test
    void whatIsNoProgramIsRefused() {
        Gyre run = gyre("run", App.guest("http-component.wasm").toString());
        assertEquals(1, run.exitCode(), run::output);
        assertEquals("Error: " + App.guest("http-component.wasm") + " is no program: it exports neither wasi:cli/run nor _start, but wasi:http/incoming-handler@0.2.0\n",
                run.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"run-program.wasm", "run-component.wasm"})
    void aFolderThatIsNotThereIsRefused(String program) {
        Path none = folder.resolve("none");
        Gyre run = gyre("run", "--dir", none + "::/data", App.guest(program).toString());
        assertEquals(1, run.exitCode(), run::output);
        assertTrue(run.err().startsWith("Error: gyre run: component \"" + program + "\": " + none + ", to be mounted at /data, is not a folder\n"), run::output);
    }

    @Test
    void aFileIsToldByWhatItImportsAndExports() {
        Gyre component = gyre("inspect", App.guest("run-component.wasm").toString());
        assertEquals(0, component.exitCode(), component::output);
        assertTrue(component.out().startsWith("kind: component for WASI 0.2.3, a program (gyre run)\nimports:\n  wasi:cli/environment@0.2.3"), component::output);
        assertTrue(component.out().contains("\nengine chicory: good: "), component::output);
        assertTrue(component.out().contains("\nengine graalwasm: could run it, and is not here: start gyre with it (--engine graalwasm"), component::output);
        Gyre module = gyre("inspect", App.guest("run-program.wasm").toString());
        assertEquals(0, module.exitCode(), module::output);
        assertTrue(module.out().startsWith("kind: core module, a program on wasi_snapshot_preview1 (gyre run, or the WAGI executor)\n"), module::output);
        assertTrue(module.out().matches("(?s).*\ncode: \\d+ bytes in \\d+ functions\n.*"), module::output);
    }

    @Test
    void whatIsNoWebAssemblyIsOneClearError() throws IOException {
        Path file = Files.writeString(folder.resolve("text.wasm"), "no module");
        Gyre inspect = gyre("inspect", file.toString());
        assertEquals(1, inspect.exitCode(), inspect::output);
        assertTrue(inspect.err().startsWith("Error: " + file + ": "), inspect::output);
    }
}
