package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gyre serve}: a folder of applications, changed by files and by commands, while it serves and while it dies. */
class ServeE2E {
    private static final String READY = "Gyre serves the applications of";

    @TempDir
    Path folder;
    private final List<Gyre> running = new ArrayList<>();

    @AfterEach
    void stop() {
        running.forEach(Gyre::close);
    }

    private Gyre serve(Path dir, String... more) {
        return serve(Map.of(), dir, more);
    }

    private Gyre serve(Map<String, String> environment, Path dir, String... more) {
        List<String> words = new ArrayList<>(List.of("serve", "--dir", dir.toString()));
        words.addAll(List.of(more));
        Gyre gyre = Gyre.start(environment, words.toArray(String[]::new));
        running.add(gyre);
        return gyre;
    }

    private Path hello(String name, String version) throws IOException {
        return App.hello(folder.resolve("src").resolve(name), version, "http");
    }

    private static void reference(Path dir, String name, Path from, String more) throws IOException {
        write(Files.createDirectories(dir.resolve("apps")).resolve(name + ".toml"), "from = '" + from + "'\n" + more);
    }

    /** At once: who looks every second never sees a part of it, and takes it for the whole. */
    private static void write(Path file, String content) throws IOException {
        Path next = Files.writeString(file.resolveSibling("." + file.getFileName() + ".next"), content);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Where the last line about an application says that it serves. */
    private static URI address(Gyre gyre, String app) {
        Matcher line = Pattern.compile("(?m)^" + app + " \\S*: (http\\S+)$").matcher(gyre.awaitOut(app + " "));
        URI last = null;
        while (line.find()) {
            last = URI.create(line.group(1));
        }
        return Objects.requireNonNull(last, gyre.output());
    }

    /** Name and version of the application that answers. */
    private static String info(URI server, String host, String path) throws IOException {
        return Wire.exchange(server, "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n").text();
    }

    private String command(int code, Path dir, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--dir", dir.toString()));
        Gyre client = Gyre.startIn(folder, Map.of(), all.toArray(String[]::new));
        assertEquals(code, client.exitCode(), client::output);
        return code == 0 ? client.out() : client.err();
    }

    @Test
    void filesAndCommandsChangeWhatIsServed() throws Exception {
        Path dir = folder.resolve("server");
        reference(dir, "root", hello("root", "1"), "[http]\nlisten = '127.0.0.1:0'\n");
        marking(dir.resolve("deploy/mark.jar"));
        Gyre gyre = serve(dir);
        gyre.awaitOut(READY);
        gyre.awaitOut(MARK);
        URI server = address(gyre, "root");
        String wellKnown = "/.well-known/spin/info";
        assertTrue(info(server, "a", wellKnown).contains("\"root\""));
        assertEquals("Hello from Gyre!\n", info(server, "a", "/"));

        String listen = server.getAuthority();
        String deployed = command(0, dir, "app", "deploy", hello("shop", "1").toString(), "--listen", listen, "--host", "shop.example");
        assertTrue(deployed.startsWith("shop 1  running  http://shop.example:" + server.getPort()), deployed);
        assertTrue(info(server, "shop.example", wellKnown).contains("\"shop\""));
        assertTrue(info(server, "a", wellKnown).contains("\"root\""));
        String collision = command(1, dir, "app", "deploy", hello("third", "1").toString(), "--listen", listen);
        assertTrue(collision.contains("\"third\" and \"root\" cannot both have base / on " + listen), collision);
        assertFalse(Files.exists(dir.resolve("apps/third.toml")));
        String based = command(0, dir, "app", "deploy", hello("third", "1").toString(), "--name", "other", "--listen", listen, "--base", "/other");
        assertTrue(based.startsWith("other 1  running  http://" + listen + "/other"), based);
        assertEquals("Hello from Gyre!\n", info(server, "a", "/other/x"));

        Path rules = Files.createDirectories(dir.resolve("conf/services"));
        for (String name : List.of("dev.gyre.runtime.component~my-rule.config", "dev.gyre.runtime.component-other.config")) {
            Path rule = Files.writeString(rules.resolve(name), "app = \"shop\"\nmemry = \"9 MiB\"\n");
            gyre.awaitErr("component~" + name.replaceAll(".*[~]|.*component-|[.]config", "") + ": memry: unknown field; did you mean \"memory\"?");
            Files.writeString(rule, "app = \"shop\"\nmemory = \"9 MiB\"\n# mended\n");
            awaitMemory(dir, "9 MiB");
            Files.delete(rule);
            awaitMemory(dir, "256 MiB");
        }
        Files.writeString(rules.resolve("dev.gyre.runtime.componet~x.config"), "memory = \"9 MiB\"\n");
        gyre.awaitErr("did you mean \"dev.gyre.runtime.component\"?");

        hello("shop", "2");
        assertTrue(command(0, dir, "app", "update", "shop").startsWith("shop 2  running"));
        assertTrue(info(server, "shop.example", wellKnown).contains("\"2\""));
        Files.writeString(folder.resolve("src/shop/spin.toml"), "broken");
        assertTrue(command(1, dir, "app", "update", "shop").contains("spin.toml"));
        write(dir.resolve("apps/shop.toml"), "from = 1");
        gyre.awaitErr("apps/shop.toml is not served as it is now, and what served before goes on");
        assertTrue(info(server, "shop.example", wellKnown).contains("\"2\""));
        String list = command(0, dir, "app", "list");
        assertTrue(list.contains("shop 2  running") && list.contains("its newest state is not served: "), list);

        Files.delete(dir.resolve("apps/other.toml"));
        gyre.awaitOut("other: is served no more");
        assertEquals("", command(0, dir, "app", "undeploy", "shop"));
        assertFalse(Files.exists(dir.resolve("apps/shop.toml")));
        assertTrue(info(server, "shop.example", wellKnown).contains("\"root\""));
        String twice = serveFails(dir);
        assertTrue(twice.contains("is served already by process " + gyre.process().pid()), twice);
        gyre.close();
        assertEquals(0, gyre.exitCode(), gyre::output);
    }

    @Test
    void anApplicationHasARuntimeConfigurationWhichIsFollowed() throws Exception {
        Path dir = folder.resolve("server");
        App app = App.in(Files.createDirectories(folder.resolve("src/fetch")));
        app.spin("fetch", "../../examples/outbound-http/outbound_http.wasm", "/fetch", "allowed_http_hosts = [\"insecure:allow-all\"]").write();
        Path config = Files.writeString(folder.resolve("rc.toml"), "[outbound_networking]\nblock_networks = ['127.0.0.0/8']\n");
        reference(dir, "fetch", app.folder(), "runtime-config = '../../rc.toml'\n[http]\nlisten = '127.0.0.1:0'\n");
        Gyre gyre = serve(dir);
        gyre.awaitOut(READY);
        URI server = address(gyre, "fetch");
        String path = "/fetch?url=" + server + "/.well-known/spin/health";
        assertEquals("error: destination-not-allowed\n", info(server, "a", path));
        write(config, "[outbound_networkin]\n");
        gyre.awaitErr("rc.toml:1:1: outbound_networkin: no installed bundle knows this key; did you mean \"outbound_networking\"?");
        assertEquals("error: destination-not-allowed\n", info(server, "a", path));
        write(config, "[outbound_networking]\nblock_networks = []\n");
        String answer = info(server, "a", path);
        for (int i = 0; i < 2400 && !answer.startsWith("status: 200\n"); i++) {
            Thread.sleep(50);
            answer = info(server, "a", path);
        }
        assertTrue(answer.startsWith("status: 200\n"), answer + gyre.output());
    }

    /** FileInstall looks every second. */
    private void awaitMemory(Path dir, String memory) throws InterruptedException {
        String shown = command(0, dir, "component", "show", "shop", "hello");
        for (int i = 0; i < 120 && !shown.contains(memory); i++) {
            Thread.sleep(500);
            shown = command(0, dir, "component", "show", "shop", "hello");
        }
        assertTrue(shown.contains(memory), shown);
    }

    private static final String MARK = "a plug-in starts";

    /** Says so. */
    private void marking(Path jar) throws IOException {
        PlugIn.make(folder, jar, "acme.mark", "1.0.0", "Mark", """
                package acme.mark;
                import org.osgi.framework.*;
                public class Mark implements BundleActivator {
                    public void start(BundleContext context) { System.out.println("%s"); }
                    public void stop(BundleContext context) { }
                }
                """.formatted(MARK), "org.osgi.framework");
    }

    private String serveFails(Path dir) {
        Gyre second = Gyre.start(Map.of(), "serve", "--dir", dir.toString());
        assertEquals(1, second.exitCode(), second::output);
        assertFalse(second.out().contains(MARK), second::output);
        return second.err();
    }

    private static KillAt.Place serving(String type, String method, String argument) {
        return new KillAt.Place("dev.gyre.serve.internal." + type, method, argument);
    }

    /** What is in the folder changes at these steps only; the unit's own test takes them all, for every kind of change. */
    @Test
    void killedAtEachStepOfADeployItServesTheOldOrTheNew() throws Exception {
        Path dir = folder.resolve("server");
        reference(dir, "first", hello("first", "1"), "[http]\nlisten = '127.0.0.1:0'\n");
        Path more = hello("more", "1");
        Runnable deploy = () -> Gyre.startIn(folder, Map.of(), "app", "deploy", more.toString(), "--listen", "127.0.0.1:0", "--dir", dir.toString()).exitCode();
        List<KillAt.Place> steps = List.of(serving("Deployer", "serve", ""), // its files are staged
                serving("AppFiles", "lambda$new$", "created"), serving("AppFiles", "lambda$new$", "forced"), serving("AppFiles", "lambda$new$", "renamed"));
        for (KillAt.Place step : steps) {
            Gyre gyre = serve(KillAt.ENVIRONMENT, dir);
            gyre.awaitOut(READY);
            assertEquals("Hello from Gyre!\n", info(address(gyre, "first"), "a", "/"));
            assertFalse(gyre.out().contains("more 1: http"), gyre::output);
            KillAt.kill(gyre, step, deploy);
            assertEquals(step.equals(steps.getLast()), Files.exists(dir.resolve("apps/more.toml")), step::toString);
        }
        Gyre gyre = serve(dir);
        gyre.awaitOut(READY);
        assertEquals("Hello from Gyre!\n", info(address(gyre, "first"), "a", "/"));
        assertEquals("Hello from Gyre!\n", info(address(gyre, "more"), "a", "/"));
        try (Stream<Path> left = Files.list(dir.resolve("apps"))) {
            assertEquals(List.of("first.toml", "more.toml"), left.map(f -> f.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void twoHundredApplicationsInOneContainerBesideAnotherOne() throws Exception {
        Path dir = folder.resolve("many");
        Path app = hello("app", "1");
        reference(dir, "app-000", app, "[http]\nlisten = '127.0.0.1:0'\n");
        Gyre one = serve(dir);
        one.awaitOut(READY);
        URI server = address(one, "app-000");
        for (int i = 1; i < 200; i++) {
            reference(dir, "app-%03d".formatted(i), app, "[http]\nlisten = '%s'\nhost = 'h%d.example'\n".formatted(server.getAuthority(), i));
        }
        Path beside = folder.resolve("beside");
        reference(beside, "lone", app, "[http]\nlisten = '127.0.0.1:0'\n");
        Gyre two = serve(beside);
        for (int i = 1; i < 200; i++) {
            one.awaitOut("app-%03d 1: http".formatted(i));
            assertTrue(info(server, "h" + i + ".example", "/.well-known/spin/info").contains("\"app-%03d\"".formatted(i)));
            assertEquals("Hello from Gyre!\n", info(server, "h" + i + ".example", "/"));
        }
        two.awaitOut(READY);
        assertEquals("Hello from Gyre!\n", info(address(two, "lone"), "a", "/"));
        assertEquals(200, command(0, dir, "app", "list").lines().filter(l -> l.contains("  running")).count());
        assertEquals(1, command(0, beside, "app", "list").lines().filter(l -> l.contains("  running")).count());
    }

    /** What clients of some paths are answered while something is done, by path. */
    private static Map<String, Set<String>> answers(URI server, List<String> paths, Runnable meanwhile) throws Exception {
        Map<String, Set<String>> answers = new ConcurrentHashMap<>();
        AtomicBoolean done = new AtomicBoolean();
        try (HttpClient keeping = Http.client(); ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String path : paths) {
                HttpRequest request = HttpRequest.newBuilder(server.resolve(path)).timeout(Duration.ofMinutes(2)).build();
                clients.submit(() -> {
                    while (!done.get()) {
                        answers.computeIfAbsent(path, p -> ConcurrentHashMap.newKeySet()).add(answer(() -> Http.send(keeping, request, BodyHandlers.ofString())));
                    }
                });
            }
            try {
                meanwhile.run();
            } finally {
                done.set(true);
            }
        }
        return answers;
    }

    private static String answer(URI address) {
        return answer(() -> Http.get(address));
    }

    /** Status, and what to do about it. */
    private static String answer(Supplier<HttpResponse<String>> request) {
        try {
            HttpResponse<String> response = request.get();
            return response.statusCode() + response.headers().firstValue("Retry-After").map(t -> " again").orElse("");
        } catch (UncheckedIOException e) {
            return "closed";
        }
    }

    private void update(Path dir, String bundle, URI server, List<String> paths) {
        command(0, dir, "bundle", "update", bundle);
        long end = System.nanoTime() + 120_000_000_000L;
        while (!paths.stream().allMatch(p -> answer(server.resolve(p)).equals("200")) && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    /** The runtime keeps all deployments, and the listener all doors. */
    @Test
    void whatIsReplacedBeneathApplicationsIsNotNoticedOrTriedAgain() throws Exception {
        Path dir = folder.resolve("server");
        Path app = hello("app", "1");
        reference(dir, "first", app, "[http]\nlisten = '127.0.0.1:0'\nbase = '/first'\n");
        Gyre gyre = serve(dir);
        gyre.awaitOut(READY);
        URI server = address(gyre, "first").resolve("/");
        List<String> paths = IntStream.range(0, 6).mapToObj(i -> "/app-" + i).toList();
        for (String path : paths) {
            reference(dir, path.substring(1), app, "[http]\nlisten = '%s'\nbase = '%s'\n[limits]\npatience = '1m'\n".formatted(server.getAuthority(), path));
            gyre.awaitOut(path.substring(1) + " 1: http");
        }
        assertEquals("404", answer(server.resolve("/nobody")));
        Files.delete(app.resolve("spin.toml")); // what was loaded is enough
        Map<String, Set<String>> answers = answers(server, paths, () -> update(dir, "runtime", server, paths));
        assertEquals(Set.copyOf(paths), answers.keySet());
        answers.forEach((path, all) -> assertEquals(Set.of("200"), all, path));
        answers = answers(server, paths, () -> update(dir, "http.listener", server, paths));
        answers.forEach((path, all) -> assertTrue(all.contains("200") && Set.of("200", "503 again", "closed").containsAll(all), path + ": " + all));
        assertEquals(404, Http.get(server.resolve("/nobody")).statusCode());
        for (String beneath : List.of("serve", "locked")) {
            String refused = command(1, dir, "bundle", "update", beneath);
            assertTrue(refused.contains("which runs this very command; ") || refused.contains("dev.gyre.serve runs this very command; "), refused);
        }
        answers = answers(server, paths, () -> stopped(gyre));
        answers.forEach((path, all) -> assertTrue(Set.of("200", "503 again", "closed").containsAll(all), path + ": " + all));
    }

    private static void stopped(Gyre gyre) {
        gyre.process().destroy();
        assertEquals(0, gyre.exitCode(), gyre::output);
    }

    private static String part(String document, String from, String to) {
        int begin = document.indexOf(from);
        return document.substring(begin, document.indexOf(to, begin + from.length()));
    }

    /** The commands and the file of docs/using.md, with paths and ports of this test. */
    @Test
    void whatTheDocumentSaysWorks() throws Exception {
        String section = part(Files.readString(Gyre.root().resolve("docs/using.md")), "## Serving a folder", "\n## ");
        Path dir = folder.resolve("server");
        String file = part(section, "# apps/shop.toml", "```").replace("/opt/shop/spin.toml", hello("written", "1").resolve("spin.toml").toString())
                .replace("127.0.0.1:3000", "127.0.0.1:0");
        Files.createDirectories(dir.resolve("apps"));
        Files.writeString(Files.createDirectories(dir.resolve("conf")).resolve("shop.toml"), "max_instance_memory = 67108864\n");
        Files.writeString(dir.resolve("apps/written.toml"), file);
        Gyre gyre = serve(dir);
        gyre.awaitOut(READY);
        URI address = address(gyre, "written");
        assertEquals("shop.example", address.getHost());
        assertEquals("Hello from Gyre!\n", info(URI.create("http://127.0.0.1:" + address.getPort()), "shop.example", "/shop/x"));
        hello("shop", "1");
        int run = 0;
        for (Transcript line : Transcript.of(section)) {
            // what another loader would bring is tested where that is
            if (line.command().startsWith("gyre app") && !line.command().contains("bindle:")) {
                List<String> words = new ArrayList<>(Words.of(line.command().replace("./shop", folder.resolve("src/shop").toString()).replace("0.0.0.0:80", "127.0.0.1:0")));
                words.removeFirst();
                command(0, dir, words.toArray(String[]::new));
                run++;
            }
        }
        assertEquals(4, run);
        assertFalse(Files.exists(dir.resolve("apps/shop.toml")));
    }

    @Test
    void healthIsToldOnAPortOfItsOwnAndNotReadyComesBeforeTheEnd() throws Exception {
        Path dir = folder.resolve("server");
        reference(dir, "good", hello("good", "1"), "[http]\nlisten = '127.0.0.1:0'\n");
        reference(dir, "bad", folder.resolve("nowhere"), "");
        Gyre gyre = serve(dir, "--health", "127.0.0.1:0", "--stop-delay", "8s");
        gyre.awaitOut(READY);
        URI health = URI.create(gyre.awaitOut("/ready").replaceFirst("(?s).*Health checks are at (http://[^/]+)/.*", "$1"));
        assertEquals(200, Http.get(health.resolve("/live")).statusCode());
        assertEquals("OK gyre: started\n", Http.get(health.resolve("/startup")).body());
        HttpResponse<String> ready = Http.get(health.resolve("/ready"));
        assertEquals(200, ready.statusCode());
        assertTrue(ready.body().startsWith("WARN gyre: bad: "), ready.body());
        assertEquals(404, Http.get(health.resolve("/")).statusCode());
        URI good = address(gyre, "good");
        gyre.process().destroy();
        HttpResponse<String> last = Http.get(health.resolve("/ready"));
        while (last.statusCode() == 200) {
            last = Http.get(health.resolve("/ready"));
        }
        assertEquals(503, last.statusCode());
        assertTrue(last.body().startsWith("TEMPORARILY_UNAVAILABLE gyre: stopping\n"), last.body());
        assertEquals("Hello from Gyre!\n", info(good, "a", "/"));
        assertEquals(0, gyre.exitCode(), gyre::output);
    }

    private static final String TIMER = """
            package acme.timer;
            import java.util.*;
            import dev.gyre.api.trigger.*;
            import org.osgi.framework.*;
            public class Timer implements BundleActivator, Trigger {
                public void start(BundleContext context) { context.registerService(Trigger.class, this, new Hashtable<>(Map.of("gyre.trigger", "timer"))); }
                public void stop(BundleContext context) { }
                public String type() { return "timer"; }
                public ConfiguredTrigger configure(TriggerContext context) { throw new UnsupportedOperationException(); }
            }
            """;

    @Test
    void theDoctorSaysWhatAnApplicationWouldWaitFor() throws Exception {
        Gyre well = Gyre.startIn(folder, Map.of(), "doctor", "--check", "-f", hello("well", "1").toString());
        assertEquals(0, well.exitCode(), well::output);
        Path ill = hello("ill", "1");
        String manifest = Files.readString(ill.resolve("spin.toml"));
        Files.writeString(ill.resolve("spin.toml"), manifest.replace("type = \"http\"", "type = \"timer\""));
        Gyre waits = Gyre.startIn(folder, Map.of(), "doctor", "--check", "-f", ill.toString());
        assertEquals(1, waits.exitCode(), waits::output);
        assertTrue(waits.out().contains("needs a bundle with the trigger \"timer\""), waits.out());
        // what the folder it is meant for brings is no need
        PlugIn.make(folder, folder.resolve("server/deploy/timer.jar"), "acme.timer", "1.0.0", "Timer", TIMER, "org.osgi.framework,dev.gyre.api.trigger");
        Gyre there = Gyre.startIn(folder, Map.of("GYRE_DIR", folder.resolve("server").toString()), "doctor", "--check", "-f", ill.toString());
        assertEquals(0, there.exitCode(), there::output);
        assertFalse(there.err().contains("exist"), there.err()); // a folder without conf/ is no trouble
        Gyre nobody = Gyre.startIn(folder, Map.of(), "doctor", "--check", "-f", ill.toString(), "--dir", "nowhere");
        assertEquals(2, nobody.exitCode(), nobody::output);
        assertTrue(nobody.err().startsWith("Error: option '--dir' must be a folder of 'gyre serve', but there is no folder 'nowhere'\n"), nobody.err());
        Gyre mistaken = Gyre.startIn(folder, Map.of(), "doctor", "--check", "--dir", ill.toString());
        assertEquals(1, mistaken.exitCode(), mistaken::output);
        assertEquals("Error: there is no spin.toml; did you mean '-f " + ill + "'? --dir names the folder of 'gyre serve' that an application is meant for\n", mistaken.err());
        Files.writeString(ill.resolve("spin.toml"), manifest + "executor = { type = \"acme\" }\n");
        Gyre executor = Gyre.startIn(folder, Map.of(), "doctor", "--check", "-f", ill.toString());
        assertEquals(1, executor.exitCode(), executor::output);
        assertTrue(executor.out().contains("needs a bundle with the executor \"acme\""), executor.out());
    }
}
