package dev.gyre.distribution;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A running {@code gyre up} of the training application; closing it stops it as a service manager would.
 *
 * @param application its folder
 * @param err what it writes to standard error
 */
record Server(Process process, Path application, Path err, URI address) implements AutoCloseable {
    private static final Pattern SERVING = Pattern.compile("Serving (http://\\S+)");

    /** Starts one and waits until it says where it serves. */
    static Server up(Installation installation, Map<String, String> environment, Path folder, String... options) throws IOException {
        Path application = Files.createTempDirectory(folder, "app");
        for (String name : new String[] {"spin.toml", "hello.wasm"}) {
            Files.copy(installation.home().resolve("lib/training").resolve(name), application.resolve(name));
        }
        Path err = Files.createTempFile(folder, "err", "");
        List<String> words = new ArrayList<>(List.of(installation.script().toString(), "up", "-f", application.resolve("spin.toml").toString(),
                "--listen", "127.0.0.1:0"));
        words.addAll(List.of(options));
        Process process = installation.command(environment, words.toArray(String[]::new)).redirectError(err.toFile()).start();
        StringBuilder out = new StringBuilder();
        for (String line = process.inputReader().readLine(); line != null; line = process.inputReader().readLine()) {
            out.append(line).append('\n');
            Matcher serving = SERVING.matcher(line);
            if (serving.find()) {
                return new Server(process, application, err, URI.create(serving.group(1)));
            }
        }
        throw new IllegalStateException("gyre does not serve\n" + out + Files.readString(err));
    }

    /** The status of a request for the application's route. */
    int get() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(address.resolve("/hello")).build(), HttpResponse.BodyHandlers.ofString()).statusCode();
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("gyre does not stop");
        }
    }
}
