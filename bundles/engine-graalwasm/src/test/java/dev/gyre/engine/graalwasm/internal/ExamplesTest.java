package dev.gyre.engine.graalwasm.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportBinding;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.StoreLimits;

/** The guests of the examples, of many compilers, are modules it takes. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("../../examples");
    /** Where the header says that a file is a component, which is no engine's business. */
    private static final int LAYER = 6;

    static List<Path> modules() throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            return files.filter(f -> f.toString().endsWith(".wasm") && !f.toString().contains("/target/")).filter(ExamplesTest::isModule).sorted().toList();
        }
    }

    private static boolean isModule(Path file) {
        try {
            return Files.readAllBytes(file)[LAYER] == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void thereAreExamples() throws IOException {
        assertTrue(modules().size() > 5, "only " + modules());
    }

    @ParameterizedTest
    @MethodSource("modules")
    void anExampleIsCompiledAndInstantiated(Path file) throws IOException {
        CompiledModule module = ContractTest.ENGINE.compile(Files.readAllBytes(file), CompileOptions.uncached(file.getFileName().toString()));
        List<ImportBinding> nothing = module.imports().stream().map(i -> (ExternType.Func) i.type())
                .<ImportBinding>map(t -> new ImportBinding.Host(new HostFunction("nothing", t, (caller, args) -> new long[t.results().size()]))).toList();
        try (Store store = ContractTest.ENGINE.openStore(new StoreLimits(256 << 20, 100_000, 1), "")) {
            CoreInstance instance = module.prepare(nothing).instantiate(store);
            assertEquals(module.exports().size(), module.exports().stream().filter(e -> instance.export(e.name()).isPresent()).count());
            assertTrue(store.memoryPages() > 0);
        }
    }
}
