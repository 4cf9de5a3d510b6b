package dev.gyre.cli.internal.up;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;
import dev.gyre.api.config.Position;
import dev.gyre.api.config.Quantity;
import dev.gyre.api.loader.LoadOptions;
import dev.gyre.api.runtime.DeployOptions.Follow;
import dev.gyre.cli.ServingState;
import dev.gyre.cli.args.Arguments;
import dev.gyre.cli.args.Option;
import dev.gyre.cli.args.UsageException;
import dev.gyre.cli.internal.AppSource;
import dev.gyre.cli.internal.print.Format;

/**
 * What {@code gyre up} was asked for. Names and meanings are Spin's.
 *
 * @param scheme      of the loader: {@code local}, {@code bindle} or {@code oci}
 * @param reference   what it loads
 * @param environment for every component, over the manifest's
 * @param temp        where files are staged; a folder of its own that is removed in the end when absent
 * @param limits      of one event, as "limits" of gyre.toml has them
 * @param profile     of the manifest
 * @param runtimeConfig Spin's runtime-config.toml
 * @param variables   values for variables, as written
 * @param data        what is put into stores before it serves, by option
 * @param components  ids of those that run; all when there are none
 * @param build       whether to build first
 * @param source      what was said of where the application comes from, for its loader
 * @param http        options of the HTTP trigger
 * @param json        whether addresses and routes are printed as JSON
 * @param state       of the command, for health checks
 */
record UpOptions(
        boolean help,
        String scheme,
        String reference,
        Map<String, String> environment,
        Optional<Path> temp,
        Optional<Path> stateDir,
        Optional<Path> logDir,
        Follow follow,
        boolean transientWrites,
        boolean truncateLogs,
        Optional<String> engine,
        Map<String, ConfigValue> limits,
        Optional<String> profile,
        List<String> variables,
        Optional<Path> runtimeConfig,
        Map<String, List<String>> data,
        List<String> components,
        boolean build,
        Map<String, String> source,
        Map<String, String> http,
        boolean json,
        ServingState state) {

    /** Other names of options, as Spin has them. */
    private static final Map<String, String> SAME = Map.of("--sh", "--quiet", "--shush", "--quiet", "--from-file", "--file", "--tmp", "--temp");
    /** What Spin says to Wasmtime, and to what it reuses of an instance; with how its value is called. */
    private static final Map<String, String> WASMTIME = Map.of("disable-cache", "", "cache", "FILE", "disable-pooling", "", "debug-info", "", "cache-dir", "DIR",
            "http1-max-buf-size", "BYTES", "max-instance-reuse-count", "N", "max-instance-concurrent-reuse-count", "N", "idle-instance-timeout", "TIME");

    static final List<Option> OPTIONS = Stream.of(List.of(
            new Option("file", 'f', "PATH", "", "Manifest, a folder with a spin.toml, or a .wasm file [default: spin.toml]"),
            new Option("from", ' ', "PATH", "", "The same as --file; both take an image in a registry too, such as ghcr.io/team/app:1.0"),
            new Option("from-registry", ' ', "REFERENCE", "", "Run an image in a registry, whatever its name looks like"),
            new Option("bindle", 'b', "ID", "", "Run a bindle instead of a manifest"),
            new Option("bindle-server", ' ', "URL", "BINDLE_URL", "Where to find bindles; a file: URL for a folder of standalone ones"),
            new Option("bindle-username", ' ', "NAME", "BINDLE_USERNAME", "For a Bindle server that wants to know"),
            new Option("bindle-password", ' ', "PASSWORD", "BINDLE_PASSWORD", "Of that user"),
            new Option("insecure", 'k', "", "", "Do not check who the server is"),
            new Option("offline", ' ', "", "", "Ask no registry: take what was pulled before"),
            new Option("listen", ' ', "ADDRESS", "SPIN_HTTP_LISTEN_ADDR", "Host and port of HTTP; port 0 takes a free one [default: 127.0.0.1:3000]"),
            new Option("find-free-port", ' ', "", "", "Take one of the next ports when that one is in use"),
            new Option("tls-cert", ' ', "PATH", "SPIN_TLS_CERT", "Certificate chain for HTTPS, PEM"),
            new Option("tls-key", ' ', "PATH", "SPIN_TLS_KEY", "Private key for HTTPS, PEM"),
            new Option("env", 'e', "NAME=VALUE", "", "Environment variable for every component; may be repeated"),
            new Option("variable", ' ', "NAME=VALUE", "", "Value for a variable of the application, also NAME=@FILE, @FILE.json or @FILE.toml; may be repeated"),
            new Option("runtime-config-file", ' ', "PATH", "RUNTIME_CONFIG_FILE", "Spin's runtime-config.toml"),
            new Option("key-value", ' ', "KEY=VALUE", "", "Put this into the default key-value store first; may be repeated"),
            new Option("sqlite", ' ', "STATEMENT", "", "Run this on the default SQLite database first, or a file's statements: @FILE or @FILE:DATABASE; may be repeated"),
            new Option("profile", ' ', "NAME", "", "Build profile of the manifest to run"),
            new Option("component-id", 'c', "ID", "", "Run this component only; may be repeated"),
            new Option("build", ' ', "", "SPIN_ALWAYS_BUILD", "Build the application first"),
            new Option("direct-mounts", ' ', "", "", "Give guests the folders of \"files\" themselves, not copies"),
            new Option("temp", ' ', "DIR", "", "Where files for the guests are staged [default: a temporary folder]"),
            new Option("state-dir", ' ', "DIR", "", "Where state is kept: logs, the socket of 'gyre shell'; '' for nowhere [default: .gyre beside the manifest]"),
            new Option("log-dir", 'L', "DIR", "SPIN_LOG_DIR", "Where component logs go; '' for nowhere [default: logs in the state folder]"),
            new Option("truncate-logs", ' ', "", "", "Empty the logs first"),
            new Option("follow", ' ', "ID", "", "Show the output of this component only; may be repeated"),
            new Option("follow-all", ' ', "", "", "Show the output of every component [default]"),
            new Option("quiet", 'q', "", "", "Show no component's output"),
            Format.OPTION,
            new Option("access-log", ' ', "", "", "Log a line for every request"),
            new Option("allow-transient-write", ' ', "", "", "Let guests write to their staged files; lost in the end"),
            new Option("max-instance-memory", ' ', "BYTES", "SPIN_MAX_INSTANCE_MEMORY", "Memory of one request"),
            new Option("request-timeout", ' ', "TIME", "", "How long one request may take, such as 10s"),
            new Option("engine", ' ', "NAME", "", "WebAssembly engine to use")),
            WASMTIME.keySet().stream().sorted().map(name -> new Option(name, ' ', WASMTIME.get(name), "", "Spin's, for its own engine; means nothing here")).toList(),
            ServingState.OPTIONS, List.of(new Option("help", 'h', "", "", "Print this help"))).flatMap(List::stream).toList();

    /** @throws UsageException for a wrong command line */
    static UpOptions parse(List<String> arguments, Map<String, String> environment) {
        if (!arguments.isEmpty() && !arguments.getFirst().startsWith("-")) {
            throw new UsageException("unexpected argument '" + arguments.getFirst() + "'; did you mean '-f " + arguments.getFirst() + "'?");
        }
        Arguments args = Arguments.parse(OPTIONS, arguments.stream().map(UpOptions::usual).toList(), environment);
        args.exclusive("file", "from", "bindle", "from-registry");
        AppSource from = AppSource.of(args);
        Map<String, String> source = some(args, "bindle-server", "bindle-username", "bindle-password");
        for (String flag : List.of("insecure", LoadOptions.OFFLINE)) {
            if (args.flag(flag)) {
                source.put(flag, "on");
            }
        }
        if (args.flag("direct-mounts")) {
            source.put("direct-mounts", "on");
        }
        Map<String, String> http = some(args, "listen", "tls-cert", "tls-key");
        if (http.containsKey("tls-cert") != http.containsKey("tls-key")) {
            throw new UsageException("options '--tls-cert' and '--tls-key' need each other");
        }
        if (args.flag("find-free-port")) {
            http.put("listen", FreePort.from(http.getOrDefault("listen", "127.0.0.1:3000")));
        }
        if (args.flag("access-log")) {
            http.put("access-log", "on");
        }
        return new UpOptions(args.flag("help"), from.scheme(), from.reference(), args.pairs("env"),
                args.one("temp").map(Path::of), args.one("state-dir").map(Path::of), args.one("log-dir").map(Path::of), follow(args),
                args.flag("allow-transient-write"), args.flag("truncate-logs"), args.one("engine"), limits(args), args.one("profile"), args.all("variable"), args.one("runtime-config-file").map(Path::of),
                data(args), args.all("component-id"), args.flag("build"), source, http, Format.json(args), ServingState.of(args));
    }

    private static String usual(String word) {
        int eq = word.startsWith("--") ? word.indexOf('=') : -1;
        return eq < 0 ? SAME.getOrDefault(word, word) : SAME.getOrDefault(word.substring(0, eq), word.substring(0, eq)) + word.substring(eq);
    }

    private static long bytes(String text) {
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw new UsageException("option '--max-instance-memory' must be a number of bytes, but is '" + text + "'");
        }
    }

    /** In the words of {@code gyre.toml}, over which it wins. */
    ConfigTable settings() {
        Position at = Position.of("command line");
        return new ConfigTable("", at, limits.isEmpty() ? Map.of() : Map.of("limits", new ConfigValue(new ConfigTable("limits", at, limits), at)));
    }

    private static Map<String, ConfigValue> limits(Arguments args) {
        Map<String, ConfigValue> out = new HashMap<>();
        args.one("max-instance-memory").ifPresent(text -> out.put("memory", new ConfigValue(bytes(text), Position.of("option --max-instance-memory"))));
        args.one("request-timeout").ifPresent(text -> out.put("deadline", new ConfigValue(time(text), Position.of("option --request-timeout"))));
        return out;
    }

    private static String time(String text) {
        return Quantity.duration(text).map(t -> text).orElseThrow(
                () -> new UsageException("option '--request-timeout' must be " + Quantity.DURATION + ", but is '" + text + "'"));
    }

    private static Map<String, List<String>> data(Arguments args) {
        return Stream.of("key-value", "sqlite").filter(option -> !args.all(option).isEmpty()).collect(Collectors.toMap(Function.identity(), args::all));
    }

    private static Map<String, String> some(Arguments args, String... names) {
        Map<String, String> out = new HashMap<>();
        for (String name : names) {
            args.one(name).ifPresent(value -> out.put(name, value));
        }
        return out;
    }

    private static Follow follow(Arguments args) {
        List<String> named = args.all("follow");
        args.exclusive("follow", "follow-all", "quiet");
        if (args.flag("quiet")) {
            return new Follow.None();
        }
        return named.isEmpty() ? new Follow.All() : new Follow.Named(Set.copyOf(named));
    }
}
