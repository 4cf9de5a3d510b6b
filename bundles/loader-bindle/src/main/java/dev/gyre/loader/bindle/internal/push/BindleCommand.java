package dev.gyre.loader.bindle.internal.push;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Origin;
import dev.gyre.api.loader.AppLoader;
import dev.gyre.api.loader.LoadOptions;
import dev.gyre.api.loader.ManifestReader;
import dev.gyre.bindle.Label;
import dev.gyre.bindle.Parcel;
import dev.gyre.blobs.TransferDisplay;
import dev.gyre.blobs.stage.FileTree;
import dev.gyre.cli.Command;
import dev.gyre.cli.args.Arguments;
import dev.gyre.cli.args.Option;
import dev.gyre.cli.args.UsageException;
import dev.gyre.loader.bindle.internal.HttpSource;
import dev.gyre.loader.bindle.internal.Sources;

/** {@code gyre bindle prepare} and {@code gyre bindle push}; options are those of Spin 0.2. Thread-safe. */
@Component(property = Command.PROPERTY + "=bindle")
public final class BindleCommand implements Command {
    private static final Pattern BUILD_INFO = Pattern.compile("[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*");
    private static final Option FILE = new Option("file", 'f', "PATH", "", "Manifest, or a folder with a spin.toml [default: spin.toml]");
    private static final Option BUILDINFO = new Option("buildinfo", ' ', "TEXT", "", "Build metadata to append to the version, after a plus sign");
    private static final Option STAGING = new Option("staging-dir", 'd', "DIR", "", "Where the standalone bindle is written");
    private static final Option HELP = new Option("help", 'h', "", "", "Print this help");
    private static final List<Option> PREPARE = List.of(FILE, BUILDINFO, STAGING, HELP);
    private static final List<Option> PUSH = List.of(FILE, BUILDINFO, STAGING,
            new Option(Sources.SERVER, ' ', "URL", "BINDLE_URL", "The Bindle server to push to"),
            new Option(Sources.USER, ' ', "NAME", "BINDLE_USERNAME", "For a server that wants to know"),
            new Option(Sources.PASSWORD, ' ', "PASSWORD", "BINDLE_PASSWORD", "Of that user"),
            new Option(Sources.INSECURE, 'k', "", "", "Do not check who the server is"), HELP);

    private final ManifestReader reader;
    private final AppLoader local;

    @Activate
    public BindleCommand(@Reference ManifestReader reader, @Reference(target = "(" + AppLoader.PROPERTY + "=local)") AppLoader local) {
        this.reader = reader;
        this.local = local;
    }

    @Override
    public int run(List<String> arguments) {
        String what = arguments.isEmpty() ? "--help" : arguments.getFirst();
        List<String> rest = arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
        return switch (what) {
            case "prepare" -> prepare(rest);
            case "push" -> push(rest);
            case "-h", "--help" -> help("Make bindles of applications\n\nUsage: gyre bindle prepare|push [options]\n\nCommands:\n"
                    + "  prepare  Write a standalone bindle, to be pushed later\n  push     Push an application to a Bindle server\n", List.of());
            default -> throw new UsageException("unknown command 'bindle " + what + "'; it can be 'prepare' or 'push'");
        };
    }

    private static int help(String text, List<Option> options) {
        System.out.print(text + (options.isEmpty() ? "" : "\n\nOptions:\n" + Arguments.help(options)));
        return 0;
    }

    private int prepare(List<String> arguments) {
        Arguments args = Arguments.parse(PREPARE, arguments, System.getenv());
        if (args.flag("help")) {
            return help("Write a standalone bindle of an application\n\nUsage: gyre bindle prepare -d DIR [options]", PREPARE);
        }
        Path folder = args.one("staging-dir").map(Path::of).orElseThrow(() -> new UsageException("option '--staging-dir' is needed: where to write"));
        return expanded(args, expansion -> {
            BindleWriter.write(expansion, folder);
            System.out.println("id:      " + expansion.invoice().id());
            System.out.println("command: bindle push -p " + real(folder) + " " + expansion.invoice().id());
            return 0;
        });
    }

    private int push(List<String> arguments) {
        Arguments args = Arguments.parse(PUSH, arguments, System.getenv());
        if (args.flag("help")) {
            return help("Push an application to a Bindle server\n\nUsage: gyre bindle push --bindle-server URL [options]", PUSH);
        }
        Map<String, String> said = new HashMap<>();
        List.of(Sources.SERVER, Sources.USER, Sources.PASSWORD).forEach(name -> args.one(name).ifPresent(value -> said.put(name, value)));
        if (args.flag(Sources.INSECURE)) {
            said.put(Sources.INSECURE, "on");
        }
        try (HttpSource server = Sources.http(said)) {
            return expanded(args, expansion -> {
                args.one("staging-dir").ifPresent(folder -> BindleWriter.write(expansion, Path.of(folder)));
                long total = expansion.invoice().parcels().stream().map(Parcel::label).mapToLong(Label::size).sum();
                try (TransferDisplay display = TransferDisplay.onConsole("Pushing " + expansion.invoice().id(), total)) {
                    new BindlePusher(server, reader).push(expansion, display);
                }
                System.out.println("pushed: " + expansion.invoice().id());
                return 0;
            });
        }
    }

    private interface Use {
        int of(Expansion expansion);
    }

    /** Expands the application in a folder that is gone in the end. */
    private int expanded(Arguments args, Use use) {
        Optional<String> buildInfo = args.one("buildinfo");
        buildInfo.filter(b -> !BUILD_INFO.matcher(b).matches()).ifPresent(b -> {
            throw new UsageException("option '--buildinfo' must be letters, digits, '-' and dots between them, but is '" + b + "'");
        });
        Path scratch = scratch();
        try {
            Application staged = local.load(args.one("file").orElse("spin.toml"), new LoadOptions(scratch.resolve("staged"), false));
            Path file = ((Origin.Manifest) staged.info().origin()).file();
            String text = Files.readString(file);
            Application written = reader.read(text, file.toString(), staged.info().origin());
            return use.of(Expansion.of(written, staged, reader.table(text, file.toString()), buildInfo, scratch));
        } catch (IOException e) {
            throw new GyreException("cannot read the manifest again: " + e, e);
        } finally {
            FileTree.remove(scratch);
        }
    }

    private static Path scratch() {
        try {
            return Files.createTempDirectory(Path.of(System.getProperty("java.io.tmpdir")), "gyre-bindle-").toRealPath();
        } catch (IOException e) {
            throw new GyreException("cannot make a temporary folder: " + e, e);
        }
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder.toAbsolutePath();
        }
    }
}
