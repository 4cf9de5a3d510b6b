package dev.gyre.loader.oci.internal.push;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Origin;
import dev.gyre.api.loader.AppLoader;
import dev.gyre.api.loader.LoadOptions;
import dev.gyre.blobs.Digest;
import dev.gyre.blobs.TransferDisplay;
import dev.gyre.blobs.stage.FileTree;
import dev.gyre.cli.Command;
import dev.gyre.cli.args.Arguments;
import dev.gyre.cli.args.Option;
import dev.gyre.cli.args.UsageException;
import dev.gyre.loader.oci.internal.pull.OciLoader;
import dev.gyre.loader.oci.internal.registry.CredentialFiles;
import dev.gyre.loader.oci.internal.registry.ImageReference;
import dev.gyre.loader.oci.internal.registry.Login;
import dev.gyre.loader.oci.internal.registry.Registry;

/** {@code gyre registry push}, {@code pull} and {@code login}; options are Spin's. Thread-safe. */
@Component(property = Command.PROPERTY + "=registry")
public final class RegistryCommand implements Command {
    private static final String ARCHIVES = "SPIN_OCI_ARCHIVE_LAYERS";
    private static final Option INSECURE = new Option(OciLoader.INSECURE, 'k', "", "", "Do not check who the registry is; plain HTTP will do");
    private static final Option HELP = new Option("help", 'h', "", "", "Print this help");
    private static final List<Option> PUSH = List.of(
            new Option("from", 'f', "PATH", "", "Manifest, or a folder with a spin.toml [default: spin.toml]"),
            new Option("file", ' ', "PATH", "", "The same as --from"),
            new Option("annotation", ' ', "KEY=VALUE", "", "Annotation of the image; may be repeated"), INSECURE, HELP);
    private static final List<Option> PULL = List.of(INSECURE, HELP);
    private static final List<Option> LOGIN = List.of(
            new Option("username", 'u', "NAME", "", "User of the registry; asked for when absent"),
            new Option("password", 'p', "PASSWORD", "", "Password of that user; asked for when absent"),
            new Option("password-stdin", ' ', "", "", "Read the password from standard input"), INSECURE, HELP);

    private final AppLoader local;
    private final AppLoader images;
    private final CredentialFiles credentials;

    @Activate
    public RegistryCommand(@Reference(target = "(" + AppLoader.PROPERTY + "=local)") AppLoader local,
            @Reference(target = "(" + AppLoader.PROPERTY + "=oci)") AppLoader images) {
        this(local, images, new CredentialFiles(System.getenv(), Optional.ofNullable(System.getProperty("user.home"))));
    }

    public RegistryCommand(AppLoader local, AppLoader images, CredentialFiles credentials) {
        this.local = local;
        this.images = images;
        this.credentials = credentials;
    }

    @Override
    public int run(List<String> arguments) {
        String what = arguments.isEmpty() ? "--help" : arguments.getFirst();
        List<String> rest = arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
        return switch (what) {
            case "push" -> push(rest);
            case "pull" -> pull(rest);
            case "login" -> login(rest);
            case "-h", "--help" -> help("Applications and OCI registries\n\nUsage: gyre registry push|pull|login [options]\n\nCommands:\n"
                    + "  push   Push an application to a registry\n  pull   Pull one, so that it can start without the registry\n"
                    + "  login  Keep user and password for a registry", List.of());
            default -> throw new UsageException("unknown command 'registry " + what + "'; it can be 'push', 'pull' or 'login'");
        };
    }

    private static int help(String text, List<Option> options) {
        System.out.print(text + (options.isEmpty() ? "\n" : "\n\nOptions:\n" + Arguments.help(options)));
        return 0;
    }

    private static String word(Arguments args, String what) {
        return args.words().stream().findFirst().orElseThrow(() -> new UsageException("the " + what + " is missing"));
    }

    private int push(List<String> arguments) {
        Arguments args = Arguments.parse(PUSH, arguments, System.getenv(), 1);
        if (args.flag("help")) {
            return help("Push an application to a registry\n\nUsage: gyre registry push [options] REFERENCE", PUSH);
        }
        args.exclusive("from", "file");
        ImageReference image = ImageReference.parse(word(args, "reference of the image, such as registry.example.com/app:1.0.0,"));
        if (image.digest().isPresent()) {
            throw new UsageException("an image is pushed to a tag, not to a digest");
        }
        Map<String, String> annotations = annotations(args.all("annotation"));
        Path scratch = scratch();
        try (Registry registry = registry(image, args)) {
            Path staged = Files.createDirectory(scratch.resolve("staged"));
            Application app = local.load(args.one("from").or(() -> args.one("file")).orElse("spin.toml"), new LoadOptions(staged, false));
            Image made = Image.of(app, System.getenv(ARCHIVES) != null, annotations, scratch);
            long total = made.layers().stream().mapToLong(l -> l.descriptor().size()).sum();
            try (TransferDisplay display = TransferDisplay.onConsole("Pushing " + image, total)) {
                System.out.println("Pushed with digest " + made.push(image, registry, display));
            }
            return 0;
        } catch (IOException e) {
            throw new GyreException("cannot write to " + scratch + ": " + e, e);
        } finally {
            FileTree.remove(scratch);
        }
    }

    private Registry registry(ImageReference image, Arguments args) {
        return new Registry(image, credentials.login(image.registry()), args.flag(OciLoader.INSECURE));
    }

    private static Map<String, String> annotations(List<String> pairs) {
        Map<String, String> out = new LinkedHashMap<>();
        for (String pair : pairs) {
            int eq = pair.indexOf('=');
            if (eq < 1) {
                throw new UsageException("option '--annotation' must be KEY=VALUE, but is '" + pair + "'");
            }
            out.put(pair.substring(0, eq), pair.substring(eq + 1));
        }
        return out;
    }

    private static Path scratch() {
        try {
            return Files.createTempDirectory(Path.of(System.getProperty("java.io.tmpdir")), "gyre-registry-").toRealPath();
        } catch (IOException e) {
            throw new GyreException("cannot make a temporary folder: " + e, e);
        }
    }

    private int pull(List<String> arguments) {
        Arguments args = Arguments.parse(PULL, arguments, System.getenv(), 1);
        if (args.flag("help")) {
            return help("Pull an application, so that it can start without the registry\n\nUsage: gyre registry pull [options] REFERENCE", PULL);
        }
        String reference = word(args, "reference of the image");
        Path scratch = scratch();
        try {
            Map<String, String> source = args.flag(OciLoader.INSECURE) ? Map.of(OciLoader.INSECURE, "on") : Map.of();
            Application app = images.load(reference, new LoadOptions(scratch, false, source));
            String digest = ((Origin.Registry) app.info().origin()).digest().map(d -> Digest.parse(d).toString()).orElse("");
            System.out.println("Successfully pulled the app from the registry, digest " + digest);
            return 0;
        } finally {
            FileTree.remove(scratch);
        }
    }

    private int login(List<String> arguments) {
        Arguments args = Arguments.parse(LOGIN, arguments, System.getenv(), 1);
        if (args.flag("help")) {
            return help("Keep user and password for a registry\n\nUsage: gyre registry login [options] SERVER", LOGIN);
        }
        args.exclusive("password", "password-stdin");
        String server = word(args, "registry's name").replaceFirst("^https?://", "").replaceFirst("/+$", "");
        ImageReference any = ImageReference.parse(server + "/any");
        String user = args.one("username").orElseGet(() -> asked("Username: ", false));
        String password = args.one("password").orElseGet(() -> args.flag("password-stdin") ? input() : asked("Password: ", true));
        Login.Password login = new Login.Password(user, password);
        try (Registry registry = new Registry(any, login, args.flag(OciLoader.INSECURE))) {
            registry.check();
        }
        credentials.save(any.registry(), login);
        System.out.println("Successfully logged in as " + user + " to registry " + server);
        return 0;
    }

    private static String asked(String prompt, boolean secret) {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw new UsageException("there is nobody to ask; say --username, and --password or --password-stdin");
        }
        return secret ? new String(console.readPassword(prompt)) : console.readLine(prompt);
    }

    private static String input() {
        try {
            return new String(System.in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException e) {
            throw new GyreException("cannot read the password: " + e, e);
        }
    }
}
