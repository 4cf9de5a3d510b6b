package dev.gyre.itests.osgi;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;
import static org.ops4j.pax.exam.CoreOptions.when;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

import org.ops4j.pax.exam.Option;

/** The very bundles the distribution ships, in a container of the test's own. */
public final class Distribution {
    private static final Path ROOT = Path.of(System.getProperty("gyre.root", "..")).toAbsolutePath().normalize();
    private static final Path HOME = ROOT.resolve("distribution/target/gyre");

    /** Whether this JVM has GraalWasm's modules: as the launcher does, its engine is installed only then. */
    private static final boolean GRAAL = ModuleLayer.boot().findModule("org.graalvm.polyglot").isPresent();
    private static final String GRAAL_ENGINE = "dev.gyre.engine.graalwasm-";
    /** Not started by the launcher ({@code gyre.start.asked}): a library. Running, it takes the place of {@link System#out}, and threads keep what it gave them. */
    private static final String GOGO = "org.apache.felix.gogo.";

    private Distribution() {
    }

    /** A system property of the build, handed on to the container when it is set. */
    public static Option property(String name) {
        return when(System.getProperty(name) != null).useOptions(systemProperty(name).value(System.getProperty(name, "")));
    }

    /** A copy of one of our bundles under another symbolic name. */
    public static Path renamed(String bundle, String name) throws IOException {
        Path copy = Temporary.folder().resolve(name + ".jar");
        try (JarFile in = new JarFile(jar(HOME.resolve("bundles"), bundle + "-").toFile())) {
            Manifest manifest = new Manifest(in.getManifest());
            manifest.getMainAttributes().putValue("Bundle-SymbolicName", name);
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(copy), manifest)) {
                for (JarEntry entry : in.stream().filter(e -> !e.getName().equals(JarFile.MANIFEST_NAME)).toList()) {
                    out.putNextEntry(new JarEntry(entry.getName()));
                    in.getInputStream(entry).transferTo(out);
                }
            }
        }
        return copy;
    }

    public static Option[] container(Option... more) {
        return container(name -> true, more);
    }

    /** The same with just those bundles started that the launcher starts. */
    public static Option[] asLaunched(Option... more) {
        return container(Distribution::isStarted, more);
    }

    /** The jars that the launcher installs. */
    static List<Path> bundles() throws IOException {
        try (Stream<Path> jars = Files.list(HOME.resolve("bundles"))) {
            return jars.toList();
        }
    }

    private static Option[] container(Predicate<String> started, Option... more) {
        try {
            Option[] bundles = bundles().stream().filter(jar -> GRAAL || !jar.getFileName().toString().startsWith(GRAAL_ENGINE))
                    .map(jar -> bundle(jar.toUri().toString()).start(started.test(jar.getFileName().toString()))).toArray(Option[]::new);
            return options(
                    frameworkProperty("org.ops4j.pax.logging.StaticLogbackFile").value(HOME.resolve("conf/logback.xml").toString()),
                    frameworkProperty("org.ops4j.pax.logging.DefaultServiceLog.level").value("WARN"),
                    frameworkProperty("gyre.cache.dir").value(ROOT.resolve("itests/target/cache").toString()),
                    frameworkProperty("gyre.blobs.dir").value(ROOT.resolve("itests/target/blobs").toString()),
                    when(GRAAL).useOptions(systemPackages("org.graalvm.polyglot", "org.graalvm.polyglot.io", "org.graalvm.polyglot.proxy")),
                    composite(bundles), junitBundles(), composite(more));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether this JVM has GraalWasm, and its engine is one of the bundles. */
    public static boolean withGraal() {
        return GRAAL;
    }

    /** Whether a bundle of that name runs, as far as it depends on the launcher. */
    public static boolean isStarted(String name) {
        return !name.startsWith(GOGO);
    }

    /** The jar of that name in a folder. */
    public static Path jar(Path folder, String prefix) throws IOException {
        try (Stream<Path> jars = Files.list(folder)) {
            return jars.filter(j -> j.getFileName().toString().startsWith(prefix) && j.toString().endsWith(".jar")).findFirst().orElseThrow();
        }
    }

    /** A bundle that is shipped beside the others, for those who want it. */
    static Path optional(String name) throws IOException {
        return jar(HOME.resolve("optional"), name + "-");
    }

    public static Path example(String name) {
        return ROOT.resolve("examples").resolve(name);
    }

    public static Path guest(String name) {
        return ROOT.resolve("itests/guests").resolve(name);
    }
}
