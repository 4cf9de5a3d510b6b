package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code gyre app}, {@code engine}, {@code bundle} and {@code shell} against a container that serves. */
@Execution(ExecutionMode.CONCURRENT)
class ControlE2E {
    @TempDir
    Path folder;
    private final List<Gyre> running = new ArrayList<>();

    private Gyre serve(Path app, String... args) {
        Gyre gyre = App.in(app).spin("hello", "echo-g2.wasm", "/...").settings("[limits]\npatience = \"1m\"\n").up(args);
        running.add(gyre);
        return gyre;
    }

    @AfterEach
    void stop() {
        running.forEach(Gyre::close);
    }

    /** In a home of its own: containers of other tests may keep their state in the user's. */
    private Gyre client(String... args) {
        return Gyre.startIn(folder, Map.of("HOME", folder.toString()), args);
    }

    private String ok(String... args) {
        Gyre client = client(args);
        assertEquals(0, client.exitCode(), client::output);
        assertEquals("", client.err());
        return client.out();
    }

    @Test
    void whatRunsIsShownAndTheEngineChosenWhileItServes() throws Exception {
        Path app = folder.resolve("shop");
        Gyre gyre = serve(app);
        String list = ok("app", "list", "-f", app.toString());
        assertTrue(list.startsWith("shop 1.2.3  running  " + gyre.address() + "\n"), list);
        assertTrue(list.contains("  hello      chicory"), list);
        assertTrue(ok("app", "list", "--json", "-f", app.toString()).startsWith("[{\"app\":\"shop\",\"version\":\"1.2.3\",\"state\":\"running\","));
        assertTrue(ok("engine", "list", "-f", app.toString()).contains("\nchicory"));
        try (Requests requests = new Requests(gyre)) {
            requests.awaitMore();
            assertTrue(ok("engine", "use", "chicory", "--app", "shop", "-f", app.toString()).contains("shop  hello      chicory"));
            requests.awaitMore();
            ok("engine", "use", "auto", "-f", app.toString());
            requests.awaitMore();
            assertTrue(ok("bundle", "stop", "engine.chicory", "-f", app.toString()).contains("resolved"));
            assertTrue(ok("bundle", "start", "engine.chicory", "-f", app.toString()).contains("active"));
            requests.awaitMore();
            assertTrue(ok("bundle", "update", "engine-chicory", "-f", app.toString()).contains("active"));
            requests.awaitMore();
            assertTrue(ok("bundle", "update", "runtime", "-f", app.toString()).contains("active"));
            requests.awaitMore();
        }
    }

    /** Requests one after another; closing it fails if one of them did. */
    private static final class Requests implements AutoCloseable {
        private final AtomicBoolean end = new AtomicBoolean();
        private final AtomicInteger done = new AtomicInteger();
        private final List<String> failed = new ArrayList<>();
        private final Thread thread;

        Requests(Gyre gyre) {
            thread = Thread.ofPlatform().start(() -> {
                while (!end.get()) {
                    try {
                        int status = status(gyre);
                        if (status != 200) {
                            failed.add("status " + status);
                        }
                    } catch (Exception e) {
                        failed.add(e.toString());
                    }
                    done.incrementAndGet();
                }
            });
        }

        void awaitMore() throws InterruptedException {
            int enough = done.get() + 20;
            for (int i = 0; i < 12_000 && done.get() < enough; i++) {
                Thread.sleep(10);
            }
            assertTrue(done.get() >= enough, "only " + done.get() + " requests");
        }

        @Override
        public void close() throws InterruptedException {
            end.set(true);
            thread.join();
            assertEquals(List.of(), failed);
        }
    }

    @Test
    void aBundleOfAThirdPartyBringsItsOwnCommands() throws Exception {
        Path app = folder.resolve("app");
        serve(app);
        Path jar = PlugIn.greeting(folder, folder.resolve("greet.jar"), "1.0.0", "hi from the plug-in");
        assertTrue(ok("bundle", "install", jar.toString(), "-f", app.toString()).contains("acme.greet"));
        assertEquals("hi from the plug-in: a b\n", ok("shell", "-f", app.toString(), "acme:greet 'a b'"));
        PlugIn.greeting(folder, jar, "1.1.0", "hello again");
        assertTrue(ok("bundle", "update", "acme.greet", jar.toString(), "-f", app.toString()).contains("1.1.0"));
        assertEquals("hello again: x\n", ok("shell", "-f", app.toString(), "acme:greet", "x"));
        ok("bundle", "uninstall", "acme.greet", "-f", app.toString());
        Gyre gone = client("shell", "-f", app.toString(), "acme:greet x");
        assertEquals(127, gone.exitCode());
        assertEquals("Error: no command 'acme:greet'; 'help' lists those there are\n", gone.err());
    }

    @Test
    void mistakesAreToldAndEndWithACodeOfTheirOwn() throws Exception {
        Path app = folder.resolve("app");
        Gyre none = client("app", "list");
        assertEquals(69, none.exitCode(), none::output);
        assertTrue(none.err().startsWith("Error: no container runs here: nothing answers in " + folder.toRealPath()), none.err());
        serve(app);
        Gyre engine = client("engine", "use", "warp", "-f", app.toString());
        assertEquals(1, engine.exitCode());
        assertTrue(engine.err().startsWith("Error: no engine 'warp'; there is chicory"), engine.err());
        Gyre usage = client("engine", "use", "-f", app.toString());
        assertEquals(2, usage.exitCode());
        assertEquals("Error: 'engine use' needs NAME\nFor more information try 'gyre engine use --help'.\n", usage.err());
        Gyre unknown = client("app", "explode", "-f", app.toString());
        assertEquals(127, unknown.exitCode());
        Path text = Files.writeString(folder.resolve("text.jar"), "no jar");
        Gyre broken = client("bundle", "install", text.toString(), "-f", app.toString());
        assertEquals(1, broken.exitCode());
        assertTrue(broken.err().startsWith("Error: " + text + " is broken: "), broken.err());
        assertFalse(ok("bundle", "list", "-f", app.toString()).contains("text.jar"));
        Gyre self = client("bundle", "stop", "dev.gyre.shell", "-f", app.toString());
        assertEquals(1, self.exitCode());
        assertTrue(ok("engine", "--help").startsWith("WebAssembly engines of a running container"));
    }

    @Test
    void severalContainersOfOneApplicationAreToldApartByTheirProcess() throws Exception {
        Path app = folder.resolve("app");
        Gyre one = serve(app);
        Gyre two = serve(app);
        Gyre either = client("app", "list", "-f", app.toString());
        assertEquals(69, either.exitCode());
        assertTrue(either.err().contains("2 containers run; choose one with --pid:") && either.err().contains("  " + one.process().pid() + "  "), either.err());
        assertTrue(ok("app", "list", "-f", app.toString(), "--pid", "" + two.process().pid()).contains(two.address().toString()));
        one.close();
        assertTrue(ok("app", "list", "-f", app.toString()).contains(two.address().toString()));
    }

    @Test
    void aStateFolderOfItsOwnHoldsSocketAndLogs() throws Exception {
        Path state = folder.resolve("a-rather-long-name-of-a-folder".repeat(3)).resolve("s".repeat(100));
        Gyre gyre = serve(folder.resolve("app"), "--state-dir", state.toString());
        assertTrue(ok("app", "list", "--state-dir", state.toString()).contains(gyre.address().toString()));
        assertTrue(Files.isDirectory(state.resolve("logs")));
        assertFalse(Files.exists(folder.resolve("app/.gyre")));
        gyre.close();
        try (Stream<Path> left = Files.list(state.resolve("control"))) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void aKilledContainerIsNoneAndTheNextOneClearsUp() throws Exception {
        Path app = folder.resolve("app");
        Gyre killed = serve(app);
        killed.process().destroyForcibly().waitFor();
        assertEquals(69, client("app", "list", "-f", app.toString()).exitCode());
        Gyre next = serve(app);
        assertTrue(ok("app", "list", "-f", app.toString()).contains(next.address().toString()));
        try (Stream<Path> sockets = Files.list(app.resolve(".gyre/control"))) {
            assertEquals(1, sockets.count());
        }
    }

    @Test
    void hostileClientsDoNotDisturbTheContainer() throws Exception {
        Path app = folder.resolve("a");
        Gyre gyre = serve(app);
        Path socket;
        try (Stream<Path> sockets = Files.list(app.resolve(".gyre/control"))) {
            socket = sockets.findFirst().orElseThrow();
        }
        List<SocketChannel> open = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(socket));
            open.add(channel);
            try {
                channel.write(ByteBuffer.wrap((i % 2 == 0 ? "x".repeat(200_000) : "\0\u0001((((\nbundle:list\n").getBytes(StandardCharsets.UTF_8)));
            } catch (IOException e) {
                // turned away already
            }
        }
        assertEquals(200, status(gyre));
        for (SocketChannel channel : open) {
            channel.close();
        }
        for (int i = 0; i < 600 && client("app", "list", "-f", app.toString()).exitCode() != 0; i++) {
            Thread.sleep(50);
        }
        assertTrue(ok("app", "list", "-f", app.toString()).contains("running"));
        assertFalse(gyre.err().contains("ERROR"), gyre.err());
    }

    private static int status(Gyre gyre) throws IOException {
        return Wire.exchange(gyre.address(), "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").status();
    }
}
