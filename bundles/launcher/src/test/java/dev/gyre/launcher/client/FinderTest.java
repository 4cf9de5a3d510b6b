package dev.gyre.launcher.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.control.Connection;
import dev.gyre.control.ControlFolder;
import dev.gyre.control.SocketAddresses;

@Timeout(120)
class FinderTest {
    @TempDir
    Path folder;
    private final Map<ServerSocketChannel, Thread> containers = new HashMap<>();

    /** Something that greets and says no more. */
    private ServerSocketChannel container(Path state, int pid, String greeting) throws IOException {
        Path control = Files.createDirectories(ControlFolder.in(state));
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try (SocketAddresses addresses = SocketAddresses.in(control, ControlFolder.LONGEST_NAME)) {
            server.bind(addresses.of(pid + ".sock"));
        }
        containers.put(server, Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    SocketChannel client = server.accept();
                    client.write(ByteBuffer.wrap((greeting + pid + "\n").getBytes(StandardCharsets.UTF_8)));
                }
            } catch (IOException e) {
                // closed
            }
        }));
        return server;
    }

    /** The socket takes connections until its thread has left it. */
    private void end(ServerSocketChannel container) throws IOException, InterruptedException {
        container.close();
        containers.get(container).join();
    }

    @AfterEach
    void close() throws IOException {
        for (ServerSocketChannel container : containers.keySet()) {
            container.close();
        }
    }

    private long find(Path file, OptionalLong pid) throws ClientException, IOException {
        try (Connection found = new Finder(folder.resolve("home"), Optional.of(folder.resolve("server/data"))).find(new Request.Target(file, Optional.empty(), pid))) {
            return found.pid();
        }
    }

    private String trouble(Path file, OptionalLong pid) {
        ClientException e = assertThrows(ClientException.class, () -> find(file, pid));
        assertEquals(ClientException.UNAVAILABLE, e.exitCode());
        return e.getMessage();
    }

    @Test
    void theOneThatRunsIsFoundBesideTheManifest() throws Exception {
        Files.createFile(folder.resolve("spin.toml"));
        container(folder.resolve(".gyre"), 7, "gyre-control 1 ");
        assertEquals(7, find(folder, OptionalLong.empty()));
        assertEquals(7, find(folder.resolve("spin.toml"), OptionalLong.empty()));
    }

    @Test
    void amongSeveralTheProcessDecides() throws Exception {
        container(folder.resolve(".gyre"), 7, "gyre-control 1 ");
        container(folder.resolve(".gyre"), 8, "gyre-control 1 ");
        String message = trouble(folder, OptionalLong.empty());
        assertTrue(message.startsWith("2 containers run; choose one with --pid:\n  7  ") && message.contains("\n  8  "), message);
        assertEquals(8, find(folder, OptionalLong.of(8)));
        assertTrue(trouble(folder, OptionalLong.of(9)).startsWith("no container runs here as process 9"));
    }

    @Test
    void deadOnesDoNotCount() throws Exception {
        end(container(folder.resolve(".gyre"), 7, "gyre-control 1 "));
        assertTrue(trouble(folder, OptionalLong.empty()).startsWith("no container runs here: nothing answers in " + folder.resolve(".gyre/control")));
        container(folder.resolve(".gyre"), 8, "gyre-control 1 ");
        assertEquals(8, find(folder, OptionalLong.empty()));
    }

    @Test
    void aServerThatWasKilledIsNamed() throws Exception {
        Path control = folder.resolve("server/data/control");
        end(container(folder.resolve("server/data"), 7, "gyre-control 1 "));
        String message = trouble(folder, OptionalLong.empty());
        assertTrue(message.contains(" nor in " + control + "\n  " + control.resolve("7.sock") + ": its process is gone\n"), message);
    }

    @Test
    void whereTheFolderCannotBeWrittenTheHomeIsLookedAt() throws Exception {
        container(folder.resolve("home/.gyre/shop"), 5, "gyre-control 1 ");
        assertEquals(5, find(folder, OptionalLong.empty()));
    }

    @Test
    void whereNoneServesTheApplicationTheServerIsMeant() throws Exception {
        container(folder.resolve("server/data"), 6, "gyre-control 1 ");
        assertEquals(6, find(folder, OptionalLong.empty()));
        container(folder.resolve(".gyre"), 7, "gyre-control 1 ");
        assertEquals(7, find(folder, OptionalLong.empty()));
    }

    @Test
    void aServerOfAnotherKindIsNotSpokenTo() throws Exception {
        container(folder.resolve(".gyre"), 7, "SSH-2.0 ");
        assertTrue(trouble(folder, OptionalLong.empty()).contains("it says \"SSH-2.0 7\""));
    }

    @Test
    void aFileThatIsNotThereIsAMistakeOfTheCaller() {
        ClientException e = assertThrows(ClientException.class, () -> find(folder.resolve("none"), OptionalLong.empty()));
        assertEquals(ClientException.USAGE, e.exitCode());
    }
}
