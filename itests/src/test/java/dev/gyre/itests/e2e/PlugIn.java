package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

/** Makes bundles of Java sources, written as anybody would who has the distribution. Stateless. */
final class PlugIn {
    private PlugIn() {
    }

    /**
     * A bundle with one class, its activator.
     *
     * @param folder for what comes in between
     * @param jar    to be written
     * @param name   symbolic name, and the class's package
     * @param type   simple name of the class
     */
    static Path make(Path folder, Path jar, String name, String version, String type, String source, String imports) throws IOException {
        Path work = Files.createTempDirectory(Files.createDirectories(folder), "plugin");
        Path file = Files.writeString(work.resolve(type + ".java"), source);
        Path classes = Files.createDirectory(work.resolve("classes"));
        String path = Stream.concat(jars("lib", "org.apache.felix.framework"), jars("bundles", "dev.gyre.api")).map(Path::toString)
                .collect(Collectors.joining(System.getProperty("path.separator")));
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, "-cp", path, "-d", classes.toString(), file.toString()));
        Manifest manifest = new Manifest();
        Map.of("Manifest-Version", "1.0", "Bundle-ManifestVersion", "2", "Bundle-SymbolicName", name, "Bundle-Version", version,
                "Bundle-Activator", name + "." + type, "Import-Package", imports).forEach((k, v) -> manifest.getMainAttributes().put(new Attributes.Name(k), v));
        Path made = work.resolve("made.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(made), manifest); Stream<Path> all = Files.walk(classes)) {
            for (Path each : (Iterable<Path>) all.filter(Files::isRegularFile).sorted(Comparator.naturalOrder())::iterator) {
                out.putNextEntry(new JarEntry(classes.relativize(each).toString()));
                out.write(Files.readAllBytes(each));
            }
        }
        Files.createDirectories(jar.getParent());
        return Files.write(jar, Files.readAllBytes(made));
    }

    /** One that offers the command {@code acme:greet}. */
    static Path greeting(Path folder, Path jar, String version, String greeting) throws IOException {
        return make(folder, jar, "acme.greet", version, "Greet", """
                package acme.greet;
                import java.util.*;
                import org.osgi.framework.*;
                public class Greet implements BundleActivator {
                    public void start(BundleContext context) {
                        Hashtable<String, Object> properties = new Hashtable<>(Map.of("osgi.command.scope", "acme", "osgi.command.function", "greet"));
                        context.registerService(Greet.class, this, properties);
                    }
                    public void stop(BundleContext context) { }
                    public void greet(String name) { System.out.println("%s: " + name); }
                }
                """.formatted(greeting), "org.osgi.framework");
    }

    private static Stream<Path> jars(String folder, String name) throws IOException {
        try (Stream<Path> all = Files.list(Gyre.home().resolve(folder))) {
            return List.copyOf(all.filter(p -> p.getFileName().toString().startsWith(name)).toList()).stream();
        }
    }
}
