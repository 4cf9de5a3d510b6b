package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.sun.net.httpserver.HttpExchange;

import dev.gyre.loader.oci.internal.DockerRegistry;
import dev.gyre.loader.oci.internal.FaultyProxy;

/**
 * An application goes through a folder of bindles and a registry, by the commands of the distribution, and answers as it did before: an example, or
 * the one in the folder {@code -Dgyre.site}.
 */
class RegistriesE2E {
    private static final Path EXAMPLE = Gyre.root().resolve("examples/static-files");
    private static final Path SITE = Path.of(System.getProperty("gyre.site", EXAMPLE.toString()));
    private static final String FIRST = "the first version";
    private static final String SECOND = "the second version";
    @TempDir
    Path temp;

    private void copy(Path app) throws IOException {
        for (Path file : files(app)) {
            Path target = temp.resolve("app").resolve(file.toString());
            Files.createDirectories(target.getParent());
            Files.copy(app.resolve(file), target);
        }
    }

    private static List<Path> files(Path app) throws IOException {
        try (Stream<Path> files = Files.walk(app)) {
            return files.filter(Files::isRegularFile).map(app::relativize).sorted().toList();
        }
    }

    /** Where an application may answer with one of its files, or with a page it makes of one: some of them are not there. */
    private static List<String> paths(Path app) throws IOException {
        return Stream.concat(Stream.of("/", "/missing"), files(app).stream().map(Path::toString)
                .flatMap(file -> Stream.of("/" + file, "/" + file.replaceFirst("^[^/]*/", ""), "/" + file.replaceFirst("^[^/]*/", "").replaceFirst("\\.[a-z]*$", ""))))
                .distinct().toList();
    }

    private DockerRegistry registry() throws Exception {
        return DockerRegistry.start(temp.resolve("registry"), Optional.empty(), Optional.empty());
    }

    /** What was pulled is kept for this test alone. */
    private Map<String, String> environment() {
        return Map.of("GYRE_OPTS", "-Dgyre.blobs.dir=" + temp.resolve("blobs"));
    }

    private String run(String... arguments) {
        try (Gyre gyre = Gyre.startIn(temp, environment(), arguments)) {
            assertEquals(0, gyre.exitCode(), gyre::output);
            return gyre.out();
        }
    }

    /** By path. Pages may tell what time it is. */
    private Map<String, String> answers(String... source) throws IOException {
        String[] arguments = Stream.concat(Stream.of("up", "--listen", "127.0.0.1:0"), Stream.of(source)).toArray(String[]::new);
        try (Gyre gyre = Gyre.startIn(temp, environment(), arguments).awaitServing()) {
            Map<String, String> out = new LinkedHashMap<>();
            for (String path : paths(SITE)) {
                out.put(path, answer(gyre.resolve(path)).replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ", "a time"));
            }
            return out;
        }
    }

    private static String answer(URI uri) {
        var response = Http.get(uri);
        return response.statusCode() + " " + response.headers().firstValue("content-type") + " " + response.body();
    }

    @Test
    void theSameFromAFolderABindleAndAnImage() throws Exception {
        copy(SITE);
        Map<String, String> before = answers("-f", "app");
        assertTrue(before.get("/").startsWith("200"), before.get("/"));
        long found = before.values().stream().filter(a -> a.startsWith("200")).count();
        System.out.println(SITE.getFileName() + ": " + found + " pages and files, and " + (before.size() - found) + " that are none");
        String id = run("bindle", "prepare", "-f", "app", "-d", "bindles").lines().findFirst().orElseThrow().replace("id:", "").strip();
        assertAlike(before, answers("-b", id, "--bindle-server", temp.resolve("bindles").toUri().toString()));
        assertDeployed(id, temp.resolve("bindles").toUri().toString(), before);
        String image;
        try (DockerRegistry registry = registry()) {
            image = registry.name() + "/site:1";
            assertTrue(run("registry", "push", "-f", "app", image).startsWith("Pushed with digest sha256:"));
            assertAlike(before, answers("-f", image));
        }
        assertAlike(before, answers("-f", image, "--offline")); // from the store, without the registry
    }

    /** A bindle, in a container that serves, which finds it again by itself. */
    private void assertDeployed(String id, String bindles, Map<String, String> before) throws IOException {
        String dir = temp.resolve("bindle-server").toString();
        for (int start = 0; start < 2; start++) {
            try (Gyre gyre = Gyre.startIn(temp, environment(), "serve", "--dir", dir, "--listen", "127.0.0.1:0")) {
                gyre.awaitOut("Gyre serves the applications of");
                if (start == 0) {
                    run("app", "deploy", "--dir", dir, "bindle:" + id, "--bindle-server", bindles, "--name", "site");
                }
                URI site = URI.create(gyre.awaitOut(": http").replaceFirst("(?s).*: (http\\S+).*", "$1"));
                assertEquals(before.get("/"), answer(site.resolve("/")));
            }
        }
    }

    private static void assertAlike(Map<String, String> before, Map<String, String> after) {
        before.forEach((path, answer) -> assertEquals(answer, after.get(path), path));
    }

    @Test
    void whatFollowsATagIsReplacedByTheTruthAlone() throws Exception {
        copy(EXAMPLE);
        Path dir = Files.createDirectories(temp.resolve("server/apps")).getParent();
        try (DockerRegistry registry = registry(); FaultyProxy proxy = new FaultyProxy(registry.name())) {
            run("registry", "push", "-f", "app", registry.name() + "/site:1");
            Files.writeString(dir.resolve("apps/site.toml"), "from = \"oci:" + proxy.name() + "/site:1\"\nfollow = \"1s\"\n");
            try (Gyre gyre = Gyre.startIn(temp, environment(), "serve", "--dir", dir.toString(), "--listen", "127.0.0.1:0")) {
                URI page = URI.create(gyre.awaitOut(": http").replaceFirst("(?s).*: (http\\S+).*", "$1") + "/index.html");
                try (Visitor visitor = new Visitor(page)) {
                    proxy.inject((request, answer) -> Optional.of(new FaultyProxy.Answer(503, new byte[0], 0)));
                    gyre.awaitErr("is taken from what was pulled before");
                    proxy.inject((request, answer) -> spoilt(request, answer.body()));
                    Files.writeString(temp.resolve("app/public/index.html"), SECOND);
                    run("registry", "push", "-f", "app", registry.name() + "/site:1");
                    gyre.awaitErr("site.toml is not served as it is now, and what served before goes on");
                    gyre.awaitErr("has not the digest");
                    proxy.inject((request, answer) -> isOf(request, "manifests")
                            ? Optional.of(new FaultyProxy.Answer(200, answer.body(), answer.body().length, "Docker-Content-Digest", "sha256:" + "0".repeat(64)))
                            : spoilt(request, answer.body()));
                    gyre.awaitErr("has not the digest it announced");
                    proxy.inject((request, answer) -> isOf(request, "manifests") ? Optional.of(FaultyProxy.Answer.ok(new byte[5 << 20])) : spoilt(request, answer.body()));
                    gyre.awaitErr("more than the 4194304 bytes");
                    assertEquals(List.of(FIRST), visitor.seen().stream().map(RegistriesE2E::kind).distinct().toList(), "while the registry lied");
                    proxy.inject((request, answer) -> Optional.empty());
                    visitor.await(SECOND);
                    assertEquals(List.of(FIRST, SECOND), visitor.seen().stream().map(RegistriesE2E::kind).toList(), "one switch, and nothing else was ever answered");
                }
            }
        }
    }

    /** A pull that had its manifest before the lies changed gets no good blobs afterwards. */
    private static Optional<FaultyProxy.Answer> spoilt(HttpExchange request, byte[] body) {
        return isOf(request, "blobs") ? Optional.of(FaultyProxy.Answer.ok(other(body))) : Optional.empty();
    }

    private static boolean isOf(HttpExchange request, String kind) {
        return request.getRequestURI().getPath().contains("/" + kind + "/");
    }

    private static byte[] other(byte[] body) {
        byte[] out = body.clone();
        if (out.length > 0) {
            out[0] ^= 1;
        }
        return out;
    }

    private static String kind(String answer) {
        return answer.startsWith("200") ? answer.contains(SECOND) ? SECOND : FIRST : answer;
    }

    /** Asks for a page again and again, and remembers the answers that were not like the one before. */
    private static final class Visitor implements AutoCloseable {
        private final List<String> seen = new CopyOnWriteArrayList<>();
        private final Thread thread;
        private volatile boolean closed;

        Visitor(URI page) {
            seen.add(answer(page));
            thread = Thread.ofVirtual().start(() -> {
                while (!closed) {
                    String answer = answer(page);
                    if (!answer.equals(seen.getLast())) {
                        seen.add(answer);
                    }
                    LockSupport.parkNanos(5_000_000); // others want the processors, too
                }
            });
        }

        List<String> seen() {
            return List.copyOf(seen);
        }

        void await(String text) throws InterruptedException {
            long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
            while (!seen.getLast().contains(text)) {
                assertTrue(System.nanoTime() < end, () -> text + " does not come");
                Thread.sleep(20);
            }
        }

        @Override
        public void close() throws InterruptedException {
            closed = true;
            thread.join();
        }
    }
}
