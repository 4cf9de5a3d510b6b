package dev.gyre.itests.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.itests.e2e.Gyre;
import dev.gyre.test.FreePort;

/**
 * The plug-ins of {@code examples/plugins} as their users meet them: built outside of this build as their README files say, dropped
 * into a running container, used, taken away; and then updated there while messages come.
 */
class ExamplePluginsE2E {
    @TempDir
    static Path tools;

    private static String path;

    @TempDir
    Path folder;

    @BeforeAll
    static void maven() throws IOException {
        path = OutsideMaven.install(Gyre.root(), tools) + ":" + Gyre.home().resolve("bin") + ":/usr/sbin";
    }

    /** The example, with a free port in the place of the one it names. */
    private Path copy(String example, String port, String free) throws IOException {
        Path source = Gyre.root().resolve("examples/plugins").resolve(example);
        Path copy = folder.resolve(example);
        try (Stream<Path> all = Files.walk(source)) {
            for (Path file : all.filter(f -> Files.isRegularFile(f) && !f.startsWith(source.resolve("target"))).toList()) {
                Path target = copy.resolve(source.relativize(file).toString());
                Files.createDirectories(target.getParent());
                if (file.toString().endsWith(".toml") || file.toString().endsWith(".md")) {
                    Files.writeString(target, Files.readString(file).replace(port, free));
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return copy;
    }

    private Shell shell(Path example) throws IOException {
        return new Shell(example, Map.of("XDG_CACHE_HOME", Gyre.root().resolve("itests/target/cache").toString()), path);
    }

    /** Follows the README, which ends with the plug-in taken away, or drops it in again. */
    private static void follow(Shell shell, Path example) throws IOException, InterruptedException {
        new Tutorial(shell, example.resolve("serve.log")).run(Files.readString(example.resolve("README.md")));
    }

    /** The same bundle as a later version, in the place of the one that runs. */
    private static void update(Path jar, Path deployed) throws IOException {
        Path next = jar.resolveSibling("next");
        try (JarInputStream in = new JarInputStream(Files.newInputStream(jar))) {
            Manifest manifest = new Manifest(in.getManifest());
            manifest.getMainAttributes().put(new Attributes.Name("Bundle-Version"), "1.1.0");
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(next), manifest)) {
                for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    in.transferTo(out);
                }
            }
        }
        Files.move(next, deployed, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void await(String what, Path example, Condition condition) throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(what + "\n" + told(example));
            }
            Thread.sleep(20);
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static String apps(Shell shell) throws Exception {
        return shell.run("gyre app list").output();
    }

    private static String told(Path example) throws IOException {
        return Files.readString(example.resolve("serve.log"));
    }

    @Test
    void webSockets() throws Exception {
        String port = String.valueOf(FreePort.next());
        Path example = copy("websocket", "8765", port);
        try (Shell shell = shell(example)) {
            follow(shell, example);
            Path jar = example.resolve("target/acme.websocket-1.0.0.jar");
            Path deployed = Files.copy(jar, example.resolve("server/deploy/plugin.jar"));
            await("it does not run again", example, () -> apps(shell).contains("running"));
            List<Talker> talkers = Stream.generate(() -> Talker.start("ws://127.0.0.1:" + port + "/chat")).limit(4).toList();
            for (Talker talker : talkers) {
                await("no answers before the update", example, () -> talker.answers() > 50);
            }
            update(jar, deployed);
            await("no update", example, () -> told(example).contains("plugin.jar is updated: acme.websocket 1.1.0"));
            for (Talker talker : talkers) {
                long before = talker.answers();
                await("no answers after the update: " + talker, example, () -> talker.answers() > before + 50);
                talker.close();
                assertEquals(List.of(), talker.wrong(), "only a goodbye ends a connection");
                assertEquals(1, talker.goodbyes());
            }
            assertFalse(told(example).contains("Exception"), told(example));
        }
    }

    @Test
    void mqtt() throws Exception {
        boolean there = Stream.of((System.getenv("PATH") + ":/usr/sbin").split(":")).anyMatch(p -> Files.isExecutable(Path.of(p, "mosquitto")))
                && Stream.of(System.getenv("PATH").split(":")).anyMatch(p -> Files.isExecutable(Path.of(p, "mosquitto_pub")));
        assertTrue(there || System.getenv("CI") == null, "mosquitto or mosquitto_pub is missing");
        Assumptions.assumeTrue(there, "mosquitto is not installed");
        String port = String.valueOf(FreePort.next());
        Path example = copy("mqtt", "1883", port);
        Path log = example.resolve("server/data/logs/thermometer/thermometer_stdout.txt");
        try (Shell shell = shell(example)) {
            follow(shell, example);
            Path jar = example.resolve("target/acme.mqtt-1.0.0.jar");
            Process publisher = new ProcessBuilder("mosquitto_pub", "-p", port, "-t", "sensors/load/temperature", "-q", "1", "-l")
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            int sent = 0;
            try (Writer messages = publisher.outputWriter()) {
                for (; sent < 10 || !told(example).contains("acme.mqtt-1.0.0.jar is updated: acme.mqtt 1.1.0") || sent < 300; sent++) {
                    messages.write(sent + "\n");
                    messages.flush();
                    if (sent == 100) {
                        update(jar, example.resolve("server/deploy/acme.mqtt-1.0.0.jar"));
                    }
                    Thread.sleep(5);
                }
            }
            assertEquals(0, publisher.waitFor());
            List<String> missing = new ArrayList<>();
            for (int i = 0; i < sent; i++) {
                missing.add("sensors/load/temperature: " + i + ".0 degrees");
            }
            await("messages are lost", example, () -> {
                missing.removeAll(Files.readAllLines(log));
                return missing.isEmpty();
            });
            assertFalse(told(example).contains("Exception"), told(example));
        }
    }
}
