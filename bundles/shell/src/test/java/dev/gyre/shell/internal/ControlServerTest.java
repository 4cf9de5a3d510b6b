package dev.gyre.shell.internal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.api.GyreException;
import dev.gyre.control.Connection;
import dev.gyre.control.ControlFolder;
import dev.gyre.control.SocketAddresses;

@Timeout(300)
class ControlServerTest {
    private static final Sessions.Bounds BOUNDS = new Sessions.Bounds(4, Duration.ofMinutes(2), Duration.ofMinutes(2), Duration.ofSeconds(2));

    @TempDir
    Path state;

    private final ThreadOut threadOut = ThreadOut.install();
    private final CommandProcessorImpl processor = new CommandProcessorImpl(threadOut);
    private final List<ControlServer> servers = new ArrayList<>();
    private final CompletableFuture<Void> interrupted = new CompletableFuture<>();
    private final CompletableFuture<Void> waiting = new CompletableFuture<>();

    /** Commands of the tests, as a third party's bundle would bring them. */
    public final class TestCommands {
        public void say(String... words) {
            System.out.println(String.join("|", words));
        }

        public void fail(String message) {
            throw new GyreException(message);
        }

        public void misuse() {
            throw new IllegalArgumentException("not like this");
        }

        public void crash() {
            throw new NullPointerException();
        }

        public void flood() {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    System.out.println("x".repeat(1000));
                }
            } finally {
                interrupted.complete(null);
            }
        }

        public void sleep() throws InterruptedException {
            waiting.complete(null);
            try {
                Thread.sleep(Duration.ofMinutes(5));
            } finally {
                interrupted.complete(null);
            }
        }
    }

    @BeforeEach
    void commands() {
        processor.addCommand("test", new TestCommands());
    }

    @AfterEach
    void stop() {
        servers.forEach(ControlServer::stop);
        processor.stop();
        threadOut.uninstall();
    }

    private ControlServer serve(Sessions.Bounds bounds) {
        ControlServer server = new ControlServer(state, (out, err) -> new GogoInterpreter(processor, out, err), bounds);
        servers.add(server);
        return server;
    }

    private List<String> sockets() throws IOException {
        return ControlFolder.sockets(ControlFolder.in(state));
    }

    private Connection connect() throws IOException {
        try (SocketAddresses addresses = SocketAddresses.in(ControlFolder.in(state), ControlFolder.LONGEST_NAME)) {
            return Connection.open(addresses.of(sockets().getFirst()));
        }
    }

    /** A client that speaks for itself. */
    private SocketChannel raw() throws IOException {
        try (SocketAddresses addresses = SocketAddresses.in(ControlFolder.in(state), ControlFolder.LONGEST_NAME)) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(addresses.of(sockets().getFirst()));
            return channel;
        }
    }

    private record Ran(int status, String out, String err) {
    }

    private static Ran run(Connection connection, String command) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = connection.run(command, out, err);
        return new Ran(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private Ran run(String command) throws IOException {
        try (Connection connection = connect()) {
            return run(connection, command);
        }
    }

    @Test
    void aCommandsOutputAndStatusReachTheClient() throws IOException {
        serve(BOUNDS);
        try (Connection connection = connect()) {
            assertEquals(ProcessHandle.current().pid(), connection.pid());
            assertEquals(new Ran(0, "a|b c|ü\n", ""), run(connection, "test:say a \"b c\" ü"));
            assertEquals(new Ran(1, "", "Error: no \\u001B[2J way\n"), run(connection, "test:fail \"no \033[2J way\""));
            assertEquals(new Ran(2, "", "Error: not like this\n"), run(connection, "test:misuse"));
            assertEquals(new Ran(1, "", "Error: java.lang.NullPointerException\n"), run(connection, "test:crash"));
            assertEquals(new Ran(127, "", "Error: no command 'nope'; 'help' lists those there are\n"), run(connection, "nope"));
            assertEquals(2, run(connection, "test:say (").status());
            assertEquals(2, run(connection, "test:fail a b c").status());
            assertEquals(0, run(connection, "").status());
            assertEquals(new Ran(0, "7\n", ""), run(connection, "x = 7; test:say $x"));
            assertEquals(new Ran(0, "7\n", ""), run(connection, "test:say $x"));
        }
    }

    @Test
    void threadsThatACommandStartsPrintToTheProcess() throws Exception {
        ByteArrayOutputStream process = new ByteArrayOutputStream();
        ThreadOut out = new ThreadOut(new PrintStream(process, true, StandardCharsets.UTF_8));
        ByteArrayOutputStream client = new ByteArrayOutputStream();
        out.setStreams(null, new PrintStream(client, true, StandardCharsets.UTF_8), null);
        Thread.ofPlatform().start(() -> out.printf("%d started%n", 1)).join();
        out.append("mine").println();
        out.close();
        out.print('c');
        assertEquals("mine\n", client.toString(StandardCharsets.UTF_8));
        assertEquals("1 started\nc", process.toString(StandardCharsets.UTF_8));
    }

    @Test
    void nestingWithoutEndIsAnErrorOfThatCommandAlone() throws IOException {
        serve(BOUNDS);
        try (Connection connection = connect()) {
            assertTrue(run(connection, "(".repeat(60_000)).status() > 0);
            assertTrue(run(connection, "{".repeat(30_000) + "}".repeat(30_000)).status() >= 0);
            assertEquals("still\n", run(connection, "test:say still").out());
        }
    }

    @Test
    void aLineWithoutEndEndsTheSession() throws IOException {
        serve(BOUNDS);
        try (Connection connection = connect()) {
            Ran ran = run(connection, "test:say " + "x".repeat(70_000));
            assertEquals(new Ran(2, "", "Error: a command is longer than 65536 bytes\n"), ran);
            assertThrows(IOException.class, () -> run(connection, "test:say on"));
        }
        assertEquals("next\n", run("test:say next").out());
    }

    @Test
    void whatIsNoTextIsNoTrouble() throws IOException {
        serve(BOUNDS);
        try (SocketChannel channel = raw()) {
            channel.write(ByteBuffer.wrap(new byte[] {0, 1, (byte) 0xff, (byte) 0xc0, '\n', '\n', 4, 27, '\n'}));
            channel.shutdownOutput();
            ByteBuffer answer = ByteBuffer.allocate(4096);
            while (channel.read(answer) >= 0 && answer.hasRemaining()) {
                continue;
            }
            String text = new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
            assertEquals(3, text.lines().filter(line -> line.startsWith("exit ")).count(), text);
        }
        assertEquals("next\n", run("test:say next").out());
    }

    @Test
    void moreSessionsThanAllowedAreTurnedAway() throws Exception {
        serve(BOUNDS);
        List<Connection> open = new ArrayList<>();
        for (int i = 0; i < BOUNDS.sessions(); i++) {
            open.add(connect());
            assertEquals("in\n", run(open.getLast(), "test:say in").out());
        }
        assertEquals(new Ran(75, "", "Error: 4 sessions are open, which is as many as there may be\n"), run("test:say me"));
        open.removeFirst().close();
        await(() -> assertEquals(0, assertDoesNotThrow(() -> run("test:say me")).status()));
        for (Connection connection : open) {
            connection.close();
        }
    }

    private static void await(Runnable assertion) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            try {
                assertion.run();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                Thread.sleep(20);
            }
        }
    }

    @Test
    void sessionsThatSayNothingEnd() throws Exception {
        serve(new Sessions.Bounds(4, Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofSeconds(1)));
        try (SocketChannel drip = raw()) {
            // a byte now and then is no command
            assertThrows(IOException.class, () -> {
                while (true) {
                    drip.write(ByteBuffer.wrap(new byte[] {'x'}));
                    Thread.sleep(50);
                }
            });
        }
    }

    @Test
    void aClientThatTakesNoOutputIsLeft() throws Exception {
        serve(new Sessions.Bounds(4, Duration.ofMinutes(2), Duration.ofMillis(300), Duration.ofSeconds(1)));
        try (SocketChannel deaf = raw()) {
            deaf.write(ByteBuffer.wrap("test:flood\n".getBytes(StandardCharsets.UTF_8)));
            interrupted.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void aCommandThatPrintsIsEndedWhenItsClientIsGone() throws Exception {
        serve(BOUNDS);
        try (SocketChannel client = raw()) {
            client.write(ByteBuffer.wrap("test:flood\n".getBytes(StandardCharsets.UTF_8)));
            client.read(ByteBuffer.allocate(100));
        }
        interrupted.get(60, TimeUnit.SECONDS);
        assertEquals("next\n", run("test:say next").out());
    }

    @Test
    void stoppingEndsSessionsAndTakesTheSocketAway() throws Exception {
        ControlServer server = serve(BOUNDS);
        try (Connection connection = connect(); Connection idle = connect()) {
            CompletableFuture<Ran> ran = CompletableFuture.supplyAsync(() -> {
                try {
                    return run(connection, "test:sleep");
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            waiting.get(60, TimeUnit.SECONDS);
            server.stop();
            interrupted.get(60, TimeUnit.SECONDS);
            assertThrows(ExecutionException.class, () -> ran.get(60, TimeUnit.SECONDS));
            assertThrows(IOException.class, () -> run(idle, "test:say there"));
        }
        assertEquals(List.of(), sockets());
    }

    @Test
    void nobodyElseCanReachTheSocket() throws IOException {
        Files.createDirectory(ControlFolder.in(state), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        serve(BOUNDS);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(ControlFolder.in(state))));
        Path socket = ControlFolder.in(state).resolve(sockets().getFirst());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
    }

    @Test
    void aFolderThatIsALinkIsNotUsed() throws IOException {
        Path elsewhere = Files.createDirectory(state.resolve("elsewhere"));
        Files.createSymbolicLink(ControlFolder.in(state), elsewhere);
        serve(BOUNDS);
        try (var entries = Files.list(elsewhere)) {
            assertEquals(0, entries.count());
        }
    }

    @Test
    void twoContainersShareAFolder() throws IOException {
        serve(BOUNDS);
        ControlServer second = serve(BOUNDS);
        assertEquals(2, sockets().size());
        second.stop();
        assertEquals(1, sockets().size());
        assertEquals("one\n", run("test:say one").out());
    }

    @Test
    void whatDeadProcessesLeftIsRemovedAndLivingOnesAreLeftAlone() throws IOException {
        Path folder = Files.createDirectory(ControlFolder.in(state));
        try (SocketAddresses addresses = SocketAddresses.in(folder, ControlFolder.LONGEST_NAME);
                ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                ServerSocketChannel busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(addresses.of("99-dead.sock"));
            busy.bind(addresses.of("98-busy.sock"), 1);
            dead.close();
            assertTrue(Files.exists(folder.resolve("99-dead.sock")));
            serve(BOUNDS);
            assertFalse(Files.exists(folder.resolve("99-dead.sock")));
            assertTrue(Files.exists(folder.resolve("98-busy.sock")));
        }
    }

    @Test
    void thePathMayBeLongerThanASocketsAddress() throws IOException {
        state = Files.createDirectories(state.resolve("a-long-name".repeat(8)).resolve("b".repeat(120)));
        serve(BOUNDS);
        assertEquals("here\n", run("test:say here").out());
    }
}
