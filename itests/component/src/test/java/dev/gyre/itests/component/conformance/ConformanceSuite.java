package dev.gyre.itests.component.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import dev.gyre.api.engine.WasmEngine;
import dev.gyre.engine.chicory.internal.ChicoryEngine;
import dev.gyre.engine.graalwasm.internal.GraalWasmEngine;

/** The specification's own tests, on every engine. What does not pass is listed in {@code exceptions.txt} with its reason, and nothing else is. */
class ConformanceSuite {
    private static final Path SCRIPTS = Path.of(System.getProperty("conformance.translated", ""));

    @Test
    void chicory() throws IOException {
        run(new ChicoryEngine());
    }

    @Test
    void graalwasm() throws IOException {
        run(new GraalWasmEngine());
    }

    private static void run(WasmEngine engine) throws IOException {
        Map<String, String> exceptions = Exceptions.read(engine.id());
        Map<String, Integer> counts = new LinkedHashMap<>();
        List<String> unexpected = new ArrayList<>();
        Map<String, String> unused = new HashMap<>(exceptions);
        for (Path script : scripts()) {
            try (Script s = new Script(engine, script)) {
                for (Script.Outcome outcome : s.run()) {
                    String reason = Exceptions.reason(exceptions, outcome.command());
                    boolean listed = !reason.isEmpty();
                    unused.remove(Exceptions.key(exceptions, outcome.command()));
                    if (outcome.failure().isPresent() && !listed) {
                        unexpected.add(outcome.command() + ": " + outcome.failure().get());
                    } else if (outcome.failure().isEmpty() && exceptions.containsKey(outcome.command())) {
                        unexpected.add(outcome.command() + " passes, though it is listed");
                    }
                    counts.merge(outcome.failure().isEmpty() ? "passed" : listed ? reason : "failed", 1, Integer::sum);
                }
            }
        }
        System.out.println("component-model conformance, " + engine.id() + ": " + counts);
        unexpected.forEach(System.out::println);
        assertEquals(0, unexpected.size(), () -> String.join("\n", unexpected));
        assertEquals(Map.of(), unused, "listed, but there is no such command");
    }

    private static List<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            return files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
        }
    }
}
