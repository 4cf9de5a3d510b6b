package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;

import redis.embedded.RedisServer;

/**
 * Types the commands of the documentation, as somebody with a copy of the repository would, and compares what they print. A
 * command it does not know fails the test. Gyre serves on a free port instead of 3000. For one thread.
 */
final class Console implements AutoCloseable {
    /** The address in all of the documentation. */
    private static final String WRITTEN = "http://127.0.0.1:3000";
    /** What concerns the whole project and is run by whoever runs these tests. */
    private static final List<String> NOT_HERE = List.of("mvn", "npm", "npx", "--optimizeLevel", "apt-get", "examples/build.sh");
    private static final Pattern STATUS = Pattern.compile("status (\\d{3})\\b.*");

    /** 50 ms apart. */
    private static final int LOOKS = 1200;

    private final Path folder;
    private final Map<String, Integer> ports;
    private final Deque<AutoCloseable> servers = new ArrayDeque<>();
    private Gyre gyre;

    /**
     * @param folder the current one
     * @param ports  to use for those that {@code --bind} and the like name, by their written numbers
     */
    Console(Path folder, Map<String, Integer> ports) {
        this.folder = folder;
        this.ports = ports;
    }

    void type(Transcript line) throws Exception {
        String command = line.command().replaceAll(" &$", "");
        List<String> words = new ArrayList<>(Words.of(ported(command)));
        Map<String, String> environment = new HashMap<>();
        while (words.getFirst().matches("[A-Z_]+=.*")) {
            String[] pair = words.removeFirst().split("=", 2);
            environment.put(pair[0], pair[1]);
        }
        switch (words.removeFirst()) {
            case "./gyre" -> gyre(line, words, environment);
            case "curl" -> curl(line, words);
            case "python3" -> files(words);
            case "redis-server" -> redis();
            case "redis-cli" -> redisCommand(line, words);
            case "cat" -> cat(line, folder.resolve(words.getFirst()));
            case String other when NOT_HERE.contains(other) -> { }
            default -> throw new AssertionError("no such command: " + command);
        }
    }

    private void gyre(Transcript line, List<String> words, Map<String, String> environment) throws InterruptedException {
        if (gyre != null) {
            gyre.close();
        }
        words.addAll(List.of("--listen", "127.0.0.1:0"));
        gyre = Gyre.startIn(folder, environment, words.toArray(String[]::new)).awaitServing();
        // the lines come one by one
        for (int i = 0; i < LOOKS && gyre.out().lines().count() < line.output().stream().filter(l -> !l.isEmpty()).count(); i++) {
            Thread.sleep(50);
        }
        if (!line.output().isEmpty()) {
            assertPrints(line, gyre.out());
        }
    }

    private void curl(Transcript line, List<String> words) throws IOException {
        int lines = Integer.MAX_VALUE;
        int pipe = words.indexOf("|");
        if (pipe > 0) {
            assertEquals("head", words.get(pipe + 1));
            lines = Integer.parseInt(words.get(pipe + 2).substring(1));
            words = words.subList(0, pipe);
        }
        Curl curl = Curl.parse(words.stream().map(w -> w.replace(WRITTEN, gyre.address().toString())).toList());
        Wire.Answer answer = curl.send();
        Matcher said = STATUS.matcher(line.comment());
        if (said.matches()) {
            assertEquals(Integer.parseInt(said.group(1)), answer.status(), line.command());
        } else if (!curl.showsStatus()) {
            assertEquals(2, answer.status() / 100, () -> line.command() + " has status " + answer.status() + "; the documentation must say so\n" + gyre.output());
        }
        assertPrints(line, curl.print(answer).lines().limit(lines).map(l -> l + "\n").collect(Collectors.joining()));
    }

    private void assertPrints(Transcript line, String real) {
        String printed = real.replace(gyre.address().toString(), WRITTEN);
        assertTrue(line.matches(printed), () -> "$ " + line.command() + "\nis said to print\n" + String.join("\n", line.output())
                + "\nbut prints\n" + printed + "\n" + gyre.output());
    }

    /** {@code -m http.server PORT --bind ADDRESS --directory FOLDER}. */
    private void files(List<String> words) {
        assertEquals(List.of("-m", "http.server"), words.subList(0, 2));
        Path served = folder.resolve(words.get(words.indexOf("--directory") + 1)).toAbsolutePath().normalize();
        HttpServer server = SimpleFileServer.createFileServer(
                new InetSocketAddress(words.get(words.indexOf("--bind") + 1), Integer.parseInt(words.get(2))), served, SimpleFileServer.OutputLevel.NONE);
        server.start();
        servers.push(() -> server.stop(0));
    }

    private void redis() throws IOException {
        RedisServer server = RedisServer.newRedisServer().bind("127.0.0.1").port(ports.get("6379")).setting("save ''").build();
        server.start();
        servers.push(server::stop);
    }

    private void redisCommand(Transcript line, List<String> words) throws IOException, InterruptedException {
        String answer = RedisClient.command(ports.get("6379"), words);
        // what only looks may look again: the guest that was told to do it may still be at it
        for (int i = 0; i < LOOKS && words.getFirst().equals("get") && !line.matches(answer); i++) {
            Thread.sleep(50);
            answer = RedisClient.command(ports.get("6379"), words);
        }
        assertPrints(line, answer);
    }

    private void cat(Transcript line, Path file) throws IOException, InterruptedException {
        for (int i = 0; i < LOOKS && !(Files.exists(file) && line.matches(Files.readString(file))); i++) {
            Thread.sleep(50);
        }
        assertPrints(line, Files.readString(file));
    }

    private String ported(String text) {
        String out = text;
        for (Map.Entry<String, Integer> port : ports.entrySet()) {
            out = out.replaceAll("\\b" + port.getKey() + "\\b", port.getValue().toString());
        }
        return out;
    }

    @Override
    public void close() throws Exception {
        if (gyre != null) {
            gyre.close();
        }
        for (AutoCloseable server : servers) {
            server.close();
        }
    }
}
