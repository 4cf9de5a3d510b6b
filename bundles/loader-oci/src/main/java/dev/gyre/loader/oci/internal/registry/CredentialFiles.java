package dev.gyre.loader.oci.internal.registry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.files.PrivateFiles;
import dev.gyre.api.files.UserFolders;
import dev.gyre.locked.json.JsonReader;
import dev.gyre.locked.json.JsonWriter;

/**
 * Finds out who we are to a registry: what {@code gyre registry login} keeps in a file of its own, then what Spin's does, then Docker's
 * configuration with its credential helpers. Thread-safe; blocks on the disk and on helpers.
 */
public final class CredentialFiles {
    private static final Logger LOG = LoggerFactory.getLogger(CredentialFiles.class);
    private static final String FILE = "registry-auth.json";
    private static final Pattern HELPER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final String DOCKER_HUB = "https://index.docker.io/v1/";
    private static final int MAX_BYTES = 1 << 20;

    private final Map<String, String> environment;
    private final Optional<String> home;

    public CredentialFiles(Map<String, String> environment, Optional<String> home) {
        this.environment = environment;
        this.home = home;
    }

    private Path own() {
        return UserFolders.config(environment, home).map(folder -> folder.resolve(FILE))
                .orElseThrow(() -> new GyreException("there is no home folder to keep credentials in; set XDG_CONFIG_HOME"));
    }

    /** @param registry as in {@link ImageReference#registry} */
    public Login login(String registry) {
        return ownOrSpins(registry).or(() -> docker(registry)).orElse(new Login.Anonymous());
    }

    private Optional<Login> ownOrSpins(String registry) {
        Optional<Path> own = UserFolders.config(environment, home).map(folder -> folder.resolve(FILE));
        Optional<Path> spins = own.map(file -> file.getParent().resolveSibling("fermyon").resolve(FILE));
        for (Optional<Path> file : List.of(own, spins)) {
            Optional<Login> login = file.flatMap(CredentialFiles::read).flatMap(t -> t.table("auths")).flatMap(auths -> names(registry).stream()
                    .map(auths::string).flatMap(Optional::stream).findFirst()).flatMap(CredentialFiles::decoded);
            if (login.isPresent()) {
                return login;
            }
        }
        return Optional.empty();
    }

    /** How files call a registry. */
    private static List<String> names(String registry) {
        return registry.equals("docker.io") ? List.of(DOCKER_HUB, "docker.io", "index.docker.io", "registry-1.docker.io")
                : List.of(registry, "https://" + registry, "https://" + registry + "/", "https://" + registry + "/v1/", "https://" + registry + "/v2/");
    }

    private static Optional<ConfigTable> read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("it is too large");
            }
            return Optional.of(JsonReader.read(Files.readString(file), file.toString()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | GyreException e) {
            LOG.warn("credentials in {} are not used: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Login> decoded(String base64) {
        try {
            String text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 1 ? Optional.empty() : Optional.of(new Login.Password(text.substring(0, colon), text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<Login> docker(String registry) {
        Optional<Path> folder = Optional.ofNullable(environment.get("DOCKER_CONFIG")).filter(d -> !d.isEmpty()).map(Path::of)
                .or(() -> home.map(h -> Path.of(h, ".docker")));
        return folder.map(f -> f.resolve("config.json")).flatMap(CredentialFiles::read).flatMap(config -> {
            for (String name : names(registry)) {
                Optional<String> helper = config.table("credHelpers").flatMap(h -> h.string(name)).or(() -> config.string("credsStore"));
                Optional<Login> login = helper.flatMap(h -> helped(h, name)).or(() -> config.table("auths").flatMap(a -> a.table(name)).flatMap(CredentialFiles::entry));
                if (login.isPresent()) {
                    return login;
                }
            }
            return Optional.empty();
        });
    }

    private static Optional<Login> entry(ConfigTable entry) {
        return entry.string("identitytoken").filter(t -> !t.isEmpty()).<Login>map(Login.IdentityToken::new)
                .or(() -> entry.string("auth").filter(a -> !a.isEmpty()).flatMap(CredentialFiles::decoded))
                .or(() -> entry.string("username").flatMap(u -> entry.string("password").map(p -> new Login.Password(u, p))));
    }

    private static Optional<Login> helped(String helper, String server) {
        if (!HELPER.matcher(helper).matches()) {
            LOG.warn("the credential helper \"{}\" of Docker's configuration is not used: that is no name of a helper", helper);
            return Optional.empty();
        }
        return CredentialHelper.get("docker-credential-" + helper, server);
    }

    /** Keeps a user's password for a registry where only this user can read it. */
    public void save(String registry, Login.Password login) {
        Path file = own();
        try {
            Files.createDirectories(file.getParent().getParent());
            PrivateFiles.folder(file.getParent());
            Map<String, Object> auths = new LinkedHashMap<>();
            if (Files.exists(file)) {
                PrivateFiles.secret(file);
                read(file).ifPresent(t -> auths.putAll(t.stringMap("auths")));
            }
            auths.put(names(registry).getFirst(), Base64.getEncoder().encodeToString((login.user() + ":" + login.password()).getBytes(StandardCharsets.UTF_8)));
            PrivateFiles.replace(file, JsonWriter.write(Map.of("auths", auths)).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new GyreException("cannot keep the credentials in " + file + ": " + e.getMessage(), e);
        }
    }
}
