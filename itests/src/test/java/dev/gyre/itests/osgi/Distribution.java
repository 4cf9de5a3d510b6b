package dev.gyre.itests.osgi;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.options;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.ops4j.pax.exam.Option;

/** The very bundles the distribution ships, in a container of the test's own. */
final class Distribution {
    private static final Path ROOT = Path.of(System.getProperty("gyre.root", "..")).toAbsolutePath().normalize();
    private static final Path HOME = ROOT.resolve("distribution/target/gyre");

    private Distribution() {
    }

    static Option[] container() {
        try (Stream<Path> jars = Files.list(HOME.resolve("bundles"))) {
            Option[] bundles = jars.map(jar -> bundle(jar.toUri().toString())).toArray(Option[]::new);
            return options(
                    frameworkProperty("org.ops4j.pax.logging.StaticLogbackFile").value(HOME.resolve("conf/logback.xml").toString()),
                    frameworkProperty("org.ops4j.pax.logging.DefaultServiceLog.level").value("WARN"),
                    frameworkProperty("gyre.cache.dir").value(ROOT.resolve("itests/target/cache").toString()),
                    composite(bundles), junitBundles());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path example(String name) {
        return ROOT.resolve("examples").resolve(name);
    }

    static Path guest(String name) {
        return ROOT.resolve("itests/guests").resolve(name);
    }
}
