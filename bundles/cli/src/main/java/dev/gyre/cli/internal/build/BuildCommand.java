package dev.gyre.cli.internal.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Reference;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.Origin;
import dev.gyre.api.loader.ManifestReader;
import dev.gyre.cli.Command;
import dev.gyre.cli.NearestManifest;
import dev.gyre.cli.args.Arguments;
import dev.gyre.cli.args.Option;
import dev.gyre.cli.args.UsageException;
import dev.gyre.cli.internal.up.UpCommand;

/** {@code gyre build}: runs the build commands of an application's components. Thread-safe; blocks while they run. */
@org.osgi.service.component.annotations.Component(property = Command.PROPERTY + "=build")
public final class BuildCommand implements Command {
    private static final List<Option> OPTIONS = List.of(
            new Option("file", 'f', "PATH", "", "Manifest, or a folder with a spin.toml [default: spin.toml]"),
            new Option("from", ' ', "PATH", "", "The same as --file"),
            new Option("component-id", 'c', "ID", "", "Build this component only; may be repeated"),
            new Option("profile", ' ', "NAME", "", "Build profile of the manifest"),
            new Option("up", 'u', "", "", "Run the application then; options of \"gyre up\" follow \"--\""),
            new Option("help", 'h', "", "", "Print this help"));

    private final ManifestReader reader;
    private final UpCommand up;

    @Activate
    public BuildCommand(@Reference ManifestReader reader, @Reference UpCommand up) {
        this.reader = reader;
        this.up = up;
    }

    @Override
    public List<Option> options() {
        return OPTIONS;
    }

    @Override
    public int run(List<String> arguments) {
        int dashes = arguments.indexOf("--");
        List<String> rest = dashes < 0 ? List.of() : arguments.subList(dashes + 1, arguments.size());
        Arguments args = Arguments.parse(OPTIONS, dashes < 0 ? arguments : arguments.subList(0, dashes), System.getenv());
        if (args.flag("help")) {
            System.out.print("Run the build commands of an application's components\n\nUsage: gyre build [options] [-- options of \"gyre up\"]\n\nOptions:\n"
                    + Arguments.help(OPTIONS));
            return 0;
        }
        if (!rest.isEmpty() && !args.flag("up")) {
            throw new UsageException("what follows '--' is for '--up', which is not there");
        }
        args.exclusive("file", "from");
        String file = args.one("file").or(() -> args.one("from")).orElseGet(() -> NearestManifest.find(Path.of("")));
        build(reader, file, args.one("profile"), args.all("component-id"));
        if (!args.flag("up")) {
            return 0;
        }
        List<String> forUp = new ArrayList<>(List.of("--file", file));
        args.one("profile").ifPresent(p -> forUp.addAll(List.of("--profile", p)));
        args.all("component-id").forEach(id -> forUp.addAll(List.of("--component-id", id)));
        forUp.addAll(rest);
        return up.run(forUp);
    }

    /**
     * Builds the components of a manifest, whose modules need not be there.
     *
     * @param file a manifest or its folder
     * @param only ids; none for all
     * @throws GyreException when there is no such manifest or component, or a command fails
     */
    public static void build(ManifestReader reader, String file, Optional<String> profile, List<String> only) {
        Path manifest = manifest(file);
        Application app = read(reader, file, profile);
        only.stream().filter(id -> app.component(id).isEmpty()).findFirst().ifPresent(id -> {
            throw new GyreException("Unknown component " + id + "; there are: " + String.join(", ", app.components().stream().map(Component::id).toList()));
        });
        List<Component> built = app.components().stream().filter(c -> c.build().isPresent() && (only.isEmpty() || only.contains(c.id()))).toList();
        if (built.isEmpty()) {
            System.out.println("None of the components have a build command; write one as command in [component.<id>.build].");
            return;
        }
        for (Component component : built) {
            new Build(manifest.getParent(), component.id(), component.build().orElseThrow()).run();
        }
        System.out.println("Finished building all Spin components");
    }

    /**
     * What a manifest says, whose modules need not be there.
     *
     * @param file a manifest or its folder
     */
    public static Application read(ManifestReader reader, String file, Optional<String> profile) {
        Path manifest = manifest(file);
        return reader.read(text(manifest), file, new Origin.Manifest(manifest), profile);
    }

    /** The manifest that a path means, which need not be there: absolute. */
    public static Path manifest(String file) {
        Path named = Path.of(file);
        return (Files.isDirectory(named) ? named.resolve("spin.toml") : named).toAbsolutePath().normalize();
    }

    private static String text(Path manifest) {
        try {
            return Files.readString(manifest);
        } catch (IOException e) {
            throw new GyreException("cannot read the manifest " + manifest + (Files.exists(manifest) ? ": " + e : ": there is no such file"), e);
        }
    }
}
