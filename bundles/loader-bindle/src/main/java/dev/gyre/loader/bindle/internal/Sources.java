package dev.gyre.loader.bindle.internal;

import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.GyreException;
import dev.gyre.api.loader.LoadOptions;
import dev.gyre.blobs.http.Access;
import dev.gyre.blobs.http.RegistryClient;
import dev.gyre.blobs.http.RegistryRules;

/** Finds the place bindles are to come from or go to. Stateless. */
public final class Sources {
    /** Names of what a user can say of it; they are those of the options of {@code gyre up}. */
    public static final String SERVER = "bindle-server";
    public static final String USER = "bindle-username";
    public static final String PASSWORD = "bindle-password";
    public static final String INSECURE = "insecure";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Sources() {
    }

    /**
     * @param said  what the user said of the source
     * @param rules what the operator says
     */
    public static BindleSource open(Map<String, String> said, RegistryRules rules) {
        URI uri = server(said);
        rules.check(uri.getHost() == null ? uri.toString() : uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()));
        if ("file".equalsIgnoreCase(uri.getScheme())) {
            return new FolderSource(folder(uri));
        }
        return http(said);
    }

    /** A server, and no folder. */
    public static HttpSource http(Map<String, String> said) {
        URI uri = server(said);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https") || uri.getHost() == null || uri.getUserInfo() != null || uri.getQuery() != null) {
            throw new GyreException("\"" + uri + "\" is no Bindle server; it must be a URL such as https://bindle.example.com/v1"
                    + ", or a file: URL of a folder with standalone bindles");
        }
        if (said.containsKey(USER) != said.containsKey(PASSWORD)) {
            throw new GyreException("a user of a Bindle server has both a name and a password: say both --" + USER + " and --" + PASSWORD + ", or neither");
        }
        Optional<String> basic = Optional.ofNullable(said.get(USER)).map(user -> user + ":" + said.get(PASSWORD));
        return new HttpSource(uri, new RegistryClient(new Access(said.containsKey(INSECURE), basic, said.containsKey(LoadOptions.OFFLINE)), PATIENCE));
    }

    private static URI server(Map<String, String> said) {
        String server = Optional.ofNullable(said.get(SERVER)).filter(s -> !s.isBlank())
                .or(() -> Optional.ofNullable(System.getenv("BINDLE_URL")))
                .orElseThrow(() -> new GyreException("which Bindle server? Say --" + SERVER + " URL, or set BINDLE_URL"));
        try {
            return URI.create(server);
        } catch (IllegalArgumentException e) {
            throw new GyreException("\"" + server + "\" is no URL of a Bindle server: " + e.getMessage(), e);
        }
    }

    private static Path folder(URI uri) {
        Path folder;
        try {
            folder = Path.of(uri);
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            throw new GyreException("\"" + uri + "\" is no folder: write file:///path/to/it, with all of the path", e);
        }
        if (!Files.isDirectory(folder)) {
            throw new GyreException("there is no folder " + folder + " with standalone bindles");
        }
        return folder;
    }
}
