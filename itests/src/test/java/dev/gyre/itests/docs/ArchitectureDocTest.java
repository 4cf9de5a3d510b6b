package dev.gyre.itests.docs;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** Every type, method and bundle that docs/architecture.md names exists. */
class ArchitectureDocTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    /** A code span such as {@code `HttpExecutor`} or {@code `HttpExecutor.prepare`}. */
    private static final Pattern NAME = Pattern.compile("`([A-Z][A-Za-z0-9]+)(?:\\.([a-z][A-Za-z0-9]*))?(?:\\(\\))?`");
    private static final Pattern BUNDLE = Pattern.compile("^\\| `([a-z][a-z0-9-]*)`", Pattern.MULTILINE);

    private final String text = Files.readString(ROOT.resolve("docs/architecture.md"));

    ArchitectureDocTest() throws IOException {
    }

    @Test
    void everyTypeAndMethodItNamesExists() throws IOException {
        Map<String, List<ClassModel>> types = types();
        List<MatchResult> names = NAME.matcher(text).results().toList();
        assertTrue(names.size() > 20, "the document names " + names.size() + " types");
        assertAll(names.stream().map(m -> () -> {
            List<ClassModel> candidates = types.getOrDefault(m.group(1), List.of());
            assertFalse(candidates.isEmpty(), "no type " + m.group(1) + " in bundles/");
            if (m.group(2) != null) {
                assertTrue(candidates.stream().anyMatch(c -> c.methods().stream().anyMatch(x -> x.methodName().equalsString(m.group(2)))),
                        "no method " + m.group() + " in bundles/");
            }
        }));
    }

    @Test
    void theTableListsTheBundlesThereAre() throws IOException {
        Matcher rows = BUNDLE.matcher(text);
        List<String> listed = new ArrayList<>();
        while (rows.find()) {
            listed.add(rows.group(1));
        }
        try (Stream<Path> folders = Files.list(ROOT.resolve("bundles"))) {
            List<String> there = folders.filter(f -> Files.exists(f.resolve("pom.xml"))).map(f -> f.getFileName().toString()).sorted().toList();
            assertTrue(listed.containsAll(there) && there.containsAll(listed), "listed " + listed + ", there " + there);
        }
    }

    private static Map<String, List<ClassModel>> types() throws IOException {
        Map<String, List<ClassModel>> out = new HashMap<>();
        try (Stream<Path> bundles = Files.list(ROOT.resolve("bundles"))) {
            for (Path bundle : (Iterable<Path>) bundles::iterator) {
                Path own = bundle.resolve("target/classes/dev/gyre");
                if (Files.isDirectory(own)) {
                    try (Stream<Path> classes = Files.walk(own)) {
                        classes.filter(c -> c.toString().endsWith(".class")).map(ArchitectureDocTest::parse)
                                .forEach(c -> out.computeIfAbsent(simpleName(c), n -> new ArrayList<>()).add(c));
                    }
                }
            }
        }
        return out;
    }

    private static ClassModel parse(Path file) {
        try {
            return ClassFile.of().parse(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String simpleName(ClassModel model) {
        String name = model.thisClass().asInternalName();
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('$')) + 1);
    }
}
