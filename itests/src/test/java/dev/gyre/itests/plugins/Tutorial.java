package dev.gyre.itests.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.gyre.itests.e2e.Transcript;

/** Types the commands of a document into a shell and compares what they print. What is started waits until it is there. For one thread. */
final class Tutorial {
    /** Looking again is harmless, and what they show may come a little later. */
    private static final String LOOKS = "(head|tail|cat|gyre app list) .*";
    private static final Pattern PORT = Pattern.compile("-p ([0-9]+)");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Shell shell;
    private final Path log;

    /** @param log for what is started */
    Tutorial(Shell shell, Path log) {
        this.shell = shell;
        this.log = log;
    }

    void run(String markdown) throws IOException, InterruptedException {
        for (Transcript line : Transcript.of(markdown)) {
            if (line.command().endsWith("&")) {
                shell.start(line.command().replaceAll(" *&$", ""), log);
                awaitStart(line.command());
            } else {
                type(line);
            }
        }
    }

    /** Starts a container, and returns when it serves. */
    static void serve(Shell shell, Path log) throws IOException, InterruptedException {
        new Tutorial(shell, log).run("```console\n$ gyre serve &\n```\n");
    }

    private String told() throws IOException {
        return Files.exists(log) ? Files.readString(log) : "";
    }

    private void awaitStart(String command) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Matcher port = PORT.matcher(command);
        boolean server = port.find();
        while (server ? !accepts(Integer.parseInt(port.group(1))) : !told().contains("Gyre serves")) {
            assertTrue(System.nanoTime() < end, () -> command + " does not serve");
            Thread.sleep(50);
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private void type(Transcript line) throws IOException, InterruptedException {
        Shell.Result result = shell.run(line.command());
        for (int i = 0; i < 300 && line.command().matches(LOOKS) && !line.matches(result.output()); i++) {
            Thread.sleep(100);
            result = shell.run(line.command());
        }
        String all = "$ " + line.command() + "\n" + result.output() + told();
        assertEquals(0, result.code(), all);
        assertTrue(line.matches(result.output()), () -> "is said to print\n" + String.join("\n", line.output()) + "\nbut:\n" + all);
    }
}
