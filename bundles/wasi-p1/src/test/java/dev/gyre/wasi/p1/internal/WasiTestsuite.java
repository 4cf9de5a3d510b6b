package dev.gyre.wasi.p1.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The published conformance tests, run by the profile {@code wasi-testsuite}; they are not part of this project. What each
 * test is given and must give is in a file beside it, described by {@code doc/specification.md} there.
 */
class WasiTestsuite {
    private static final AtomicInteger PASSED = new AtomicInteger();
    private static final AtomicInteger FAILED = new AtomicInteger();
    private static final Map<String, Integer> NOT_APPLICABLE = new TreeMap<>();

    @TempDir
    Path temp;

    @TestFactory
    Stream<DynamicTest> wasip1() throws IOException {
        Path dir = Path.of(System.getProperty("wasi.testsuite.dir", "(not set)"));
        if (!Files.isDirectory(dir)) {
            throw new IllegalArgumentException("-Dwasi.testsuite.dir=" + dir + " is no folder; check out WebAssembly/wasi-testsuite there");
        }
        List<Path> modules;
        try (Stream<Path> all = Files.walk(dir.resolve("tests"))) {
            modules = all.filter(p -> p.toString().endsWith(".wasm")).sorted().toList();
        }
        modules.stream().map(WasiTestsuite::world).filter(w -> !w.equals("wasm32-wasip1"))
                .forEach(w -> NOT_APPLICABLE.merge(w + " (not preview 1)", 1, Integer::sum));
        return modules.stream().filter(m -> world(m).equals("wasm32-wasip1"))
                .map(m -> DynamicTest.dynamicTest(dir.relativize(m).toString(), () -> counted(m)));
    }

    @AfterAll
    static void report() {
        System.out.println("wasi-testsuite: " + PASSED + " passed, " + FAILED + " failed, not applicable: " + NOT_APPLICABLE);
    }

    private static String world(Path module) {
        return module.getParent().getFileName().toString();
    }

    private void counted(Path module) throws IOException {
        try {
            check(module);
            PASSED.incrementAndGet();
        } catch (Throwable e) {
            FAILED.incrementAndGet();
            throw e;
        }
    }

    private void check(Path module) throws IOException {
        Path specFile = module.resolveSibling(module.getFileName().toString().replace(".wasm", ".json"));
        JSONObject spec = Files.exists(specFile) ? new JSONObject(Files.readString(specFile)) : new JSONObject();
        Guest guest = Guest.of(Files.readAllBytes(module), module.getFileName().toString());
        for (Object arg : spec.optJSONArray("args", new JSONArray())) {
            guest.args((String) arg);
        }
        spec.optJSONObject("env", new JSONObject()).toMap().forEach((k, v) -> guest.environment.put(k, (String) v));
        if (spec.has("root")) {
            guest.mount(copy(module.resolveSibling(spec.getString("root"))), "/", true);
        }
        int code;
        try {
            code = guest.run();
        } catch (RuntimeException e) {
            throw new AssertionError(guest.errors(), e);
        }
        assertEquals(spec.optInt("exit_code", 0), code, guest::errors);
        for (String stream : List.of("stdout", "stderr")) {
            if (spec.has(stream)) {
                assertEquals(spec.getString(stream), stream.equals("stdout") ? guest.output() : guest.errors());
            }
        }
    }

    /** Tests change their folder, so each gets its own. */
    private Path copy(Path from) throws IOException {
        Path to = Files.createTempDirectory(temp, "root");
        try (Stream<Path> all = Files.walk(from)) {
            for (Path p : all.filter(p -> !p.equals(from)).toList()) {
                Files.copy(p, to.resolve(from.relativize(p).toString()));
            }
        }
        return to;
    }
}
