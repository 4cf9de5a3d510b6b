package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles in {@code deploy/}: good ones, broken ones, forbidden ones and hostile ones. */
class PlugInsE2E {
    @TempDir
    Path folder;
    private final List<Gyre> running = new ArrayList<>();

    @AfterEach
    void stop() {
        running.forEach(Gyre::close);
    }

    private Path dir() {
        return folder.resolve("server");
    }

    private Gyre serve(Map<String, String> environment, String... more) {
        List<String> words = new ArrayList<>(List.of("serve", "--dir", dir().toString()));
        words.addAll(List.of(more));
        Gyre gyre = Gyre.start(environment, words.toArray(String[]::new));
        running.add(gyre);
        gyre.awaitOut("Gyre serves the applications of");
        return gyre;
    }

    private Gyre command(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(1, List.of("--dir", dir().toString()));
        Gyre client = Gyre.startIn(folder, Map.of(), all.toArray(String[]::new));
        client.exitCode();
        return client;
    }

    private String ok(String... words) {
        Gyre client = command(words);
        assertEquals(0, client.exitCode(), client::output);
        return client.out();
    }

    private Path deploy(String name) {
        return dir().resolve("deploy").resolve(name);
    }

    @Test
    void whatIsPutIntoDeployRunsAndWhatCannotIsTold() throws Exception {
        Path jar = PlugIn.greeting(folder, deploy("greet.jar"), "1.0.0", "hi");
        Gyre gyre = serve(Map.of());
        gyre.awaitErr("greet.jar is installed: acme.greet 1.0.0");
        assertEquals("hi: a\n", ok("shell", "acme:greet a"));
        Files.writeString(deploy("text.JAR"), "this is no jar");
        gyre.awaitErr("text.JAR is broken");
        Files.copy(Gyre.root().resolve("examples/hello/hello.wasm"), deploy("wasm.jar"), StandardCopyOption.REPLACE_EXISTING);
        gyre.awaitErr("wasm.jar is broken");
        PlugIn.greeting(folder, jar, "1.1.0", "hello");
        gyre.awaitErr("greet.jar is updated: acme.greet 1.1.0");
        assertEquals("hello: a\n", ok("shell", "acme:greet a"));
        Files.writeString(jar, "broken from now on");
        gyre.awaitErr("greet.jar is broken: ");
        gyre.awaitErr("acme.greet 1.1.0 goes on");
        assertEquals("hello: a\n", ok("shell", "acme:greet a"));
        Files.delete(jar);
        gyre.awaitErr("greet.jar is uninstalled: acme.greet");
        assertEquals(127, command("shell", "acme:greet a").exitCode());
        PlugIn.make(folder, deploy("needs.jar"), "acme.needs", "1.0.0", "A", "package acme.needs; public class A implements org.osgi.framework.BundleActivator {"
                + " public void start(org.osgi.framework.BundleContext c) { } public void stop(org.osgi.framework.BundleContext c) { } }", "org.osgi.framework,acme.nowhere");
        gyre.awaitErr("acme.needs of needs.jar does not start: ");
        gyre.awaitErr("acme.nowhere");
    }

    @Test
    void onlyWhatTheOperatorListsRuns() throws Exception {
        Path list = Files.writeString(folder.resolve("list"), "");
        Path good = PlugIn.greeting(folder, folder.resolve("good.jar"), "1.0.0", "good");
        Path bad = PlugIn.greeting(folder, folder.resolve("bad.jar"), "6.6.6", "bad");
        Files.writeString(list, HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(good))) + "  good.jar\n");
        Files.createDirectories(dir().resolve("deploy"));
        Files.copy(bad, deploy("bad.jar"));
        Gyre gyre = serve(Map.of("GYRE_OPTS", "-Dgyre.plugins.checksums=" + list));
        gyre.awaitErr("bad.jar is not allowed: its checksum ");
        Gyre refused = command("bundle", "install", bad.toString());
        assertEquals(1, refused.exitCode());
        assertTrue(refused.err().startsWith("Error: " + bad + " is not allowed: its checksum "), refused.err());
        // past the front door: Felix's own commands are not ours
        command("shell", "felix:install file:" + bad);
        gyre.awaitErr("bundle acme.greet (file:" + bad + ") is thrown out");
        assertEquals(127, command("shell", "acme:greet a").exitCode());
        assertTrue(ok("bundle", "install", good.toString()).contains("active"));
        assertEquals("good: a\n", ok("shell", "acme:greet a"));
        Gyre update = command("bundle", "update", "acme.greet", bad.toString());
        assertEquals(1, update.exitCode());
        assertEquals("good: a\n", ok("shell", "acme:greet a"));
        String bundles = ok("bundle", "list");
        String id = bundles.lines().filter(l -> l.contains("acme.greet")).findFirst().orElseThrow().strip().split(" ")[0];
        command("shell", "felix:update " + id + " file:" + bad);
        assertFalse(command("shell", "acme:greet a").out().contains("bad"));
    }

    /** It does not return from its stop before there is a file. */
    private static final String HANG = """
            package acme.hang;
            import org.osgi.framework.*;
            public class Hang implements BundleActivator {
                public void start(BundleContext context) { }
                public void stop(BundleContext context) throws Exception {
                    while (!new java.io.File("%s").exists()) { Thread.sleep(20); }
                }
            }
            """;

    @Test
    void aBundleThatDoesNotReturnIsNamedAndHoldsUpNobodyElse() throws Exception {
        Path end = folder.resolve("end");
        PlugIn.make(folder, deploy("hang.jar"), "acme.hang", "1.0.0", "Hang", HANG.formatted(end), "org.osgi.framework");
        Gyre gyre = serve(Map.of(), "--listen", "127.0.0.1:0");
        gyre.awaitErr("hang.jar is installed");
        ok("app", "deploy", app("good", "http").toString());
        URI address = URI.create(gyre.awaitOut("good 1: http").replaceFirst("(?s).*good 1: (http\\S+).*", "$1"));
        Gyre update = command("bundle", "update", "acme.hang", "--wait", "1ms");
        assertEquals(1, update.exitCode());
        assertTrue(update.err().startsWith("Error: 'bundle update' of acme.hang has not ended within 1 ms and is left to itself: "), update.err());
        String again = "";
        for (long until = System.nanoTime() + 60_000_000_000L; !again.contains("Hang.java") && System.nanoTime() < until;) {
            Gyre stop = command("bundle", "stop", "acme.hang");
            assertEquals(1, stop.exitCode());
            again = stop.err();
        }
        assertTrue(again.startsWith("Error: 'bundle update' of acme.hang has not ended yet: acme.hang is in acme.hang.Hang.stop\n    at "), again);
        assertTrue(again.contains("acme.hang.Hang.stop(Hang.java:6)"), again);
        assertTrue(ok("bundle", "list").lines().anyMatch(l -> l.contains("stopping") && l.contains("acme.hang")));
        ok("bundle", "update", "host.redis");
        ok("bundle", "update", "engine.chicory");
        assertEquals("Hello from Gyre!\n", Http.get(address.resolve("/")).body());
        Files.createFile(end);
        gyre.awaitErr("'bundle update' of acme.hang has ended, for which nobody waited any more");
        assertTrue(ok("bundle", "stop", "acme.hang").contains("resolved"));
        assertTrue(ok("bundle", "start", "acme.hang").contains("active"));
        gyre.close();
        assertEquals(0, gyre.exitCode(), gyre::output);
    }

    private static final String HOSTILE = """
            package acme.hostile;
            import java.util.*;
            import dev.gyre.api.runtime.*;
            import dev.gyre.api.trigger.*;
            import org.osgi.framework.*;
            public class Hostile implements BundleActivator {
                public void start(BundleContext context) {
                    for (String type : List.of("hostile-throws", "hostile-lies", "http")) {
                        context.registerService(Trigger.class, new Evil(type), new Hashtable<>(Map.of("gyre.trigger", type)));
                    }
                    context.registerService(Trigger.class, new Evil("hostile-nameless"), null);
                    leak();
                }
                public void stop(BundleContext context) { throw new AssertionError("stop"); }
                static void leak() {
                    for (int i = 0; i < 20; i++) {
                        Thread thread = new Thread(() -> { while (true) { try { Thread.sleep(100000); } catch (InterruptedException e) { } } });
                        thread.setDaemon(true);
                        thread.start();
                    }
                }
                static final class Evil implements Trigger {
                    private final String type;
                    Evil(String type) { this.type = type; }
                    public String type() { return type; }
                    public ConfiguredTrigger configure(TriggerContext context) {
                        if (type.equals("http")) { throw new AssertionError("no http of mine"); }
                        if (type.equals("hostile-throws")) { throw new LinkageError("configure"); }
                        return () -> {
                            leak();
                            InstanceLease lease = context.execution().lease("hello", InstanceOptions.DEFAULT);
                            lease.close();
                            for (int i = 0; i < 300; i++) {
                                // never closed: more than there are places
                                new Thread(() -> context.execution().lease("hello", InstanceOptions.DEFAULT)).start();
                            }
                            try {
                                lease.call("anything");
                                System.err.println("a closed lease was called");
                            } catch (IllegalStateException e) {
                                System.err.println("a closed lease is closed");
                            }
                            return new RunningTrigger() {
                                public List<dev.gyre.api.runtime.EventSource> sources() { throw new StackOverflowError(); }
                                public List<String> waitingFor() { throw new IllegalStateException("waitingFor"); }
                                public java.time.Duration closing() { throw new IllegalStateException("closing"); }
                                public void close() {
                                    while (true) { try { Thread.sleep(100000); } catch (InterruptedException e) { } }
                                }
                            };
                        };
                    }
                }
            }
            """;

    private Path app(String name, String trigger) throws Exception {
        return App.hello(folder.resolve("src").resolve(name), "1", trigger);
    }

    @Test
    void aHostileTriggerHarmsItsOwnApplicationsOnly() throws Exception {
        PlugIn.make(folder, deploy("hostile.jar"), "acme.hostile", "1.0.0", "Hostile", HOSTILE, "org.osgi.framework,dev.gyre.api.runtime,dev.gyre.api.trigger");
        Gyre gyre = serve(Map.of(), "--listen", "127.0.0.1:0");
        gyre.awaitErr("hostile.jar is installed");
        gyre.awaitErr("the trigger \"hostile-nameless\" of bundle acme.hostile is not used: its service property gyre.trigger must be \"hostile-nameless\", but it has none");
        String triggers = ok("trigger", "list");
        assertTrue(triggers.contains("hostile-lies") && !triggers.contains("null") && !triggers.contains("nameless"), triggers);
        ok("app", "deploy", app("good", "http").toString());
        String served = gyre.awaitOut("good 1: http");
        URI address = URI.create(served.replaceFirst("(?s).*good 1: (http\\S+).*", "$1"));
        Gyre throwing = command("app", "deploy", app("throwing", "hostile-throws").toString());
        assertEquals(1, throwing.exitCode());
        assertTrue(throwing.err().contains("application \"throwing\": trigger \"hostile-throws\" cannot be configured: java.lang.LinkageError: configure"), throwing.err());
        ok("app", "deploy", app("lying", "hostile-lies").toString());
        gyre.awaitErr("a closed lease is closed");
        String list = ok("app", "list");
        assertTrue(list.contains("good 1  running") && list.contains("lying 1  running"), list);
        assertEquals("Hello from Gyre!\n", Http.get(address.resolve("/")).body());
        ok("app", "undeploy", "lying"); // does not wait for ever
        gyre.awaitErr("trigger \"hostile-lies\" has not closed within 20 s");
        command("bundle", "stop", "acme.hostile");
        assertEquals("Hello from Gyre!\n", Http.get(address.resolve("/")).body());
        assertTrue(ok("app", "list").contains("good 1  running"));
        gyre.close();
        assertEquals(0, gyre.exitCode(), gyre::output);
    }
}
