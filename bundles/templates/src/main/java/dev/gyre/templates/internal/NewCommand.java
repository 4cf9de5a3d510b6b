package dev.gyre.templates.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Origin;
import dev.gyre.cli.Command;
import dev.gyre.cli.args.Arguments;
import dev.gyre.cli.args.Option;
import dev.gyre.cli.args.UsageException;

/** {@code gyre new}: makes an application from a template. Thread-safe. */
@Component(property = Command.PROPERTY + "=new")
public final class NewCommand implements Command {
    private static final List<Option> OPTIONS = Stream.concat(Stream.of(
            new Option("output", 'o', "DIR", "", "Where to make it [default: a folder of its name]"),
            new Option("init", ' ', "", "", "Make it in the current folder"),
            new Option("allow-overwrite", ' ', "", "", "Write into a folder that is not empty")), Maker.OPTIONS.stream()).toList();
    private static final Parameter DESCRIPTION = new Parameter("project-description", "Description", Optional.of(""), Optional.empty());
    private static final String HEAD = """
            spin_manifest_version = 2

            [application]
            name = "{{ project-name | kebab_case }}"
            version = "0.1.0"
            description = "{{ project-description }}"

            """;

    private final Templates templates;

    @Activate
    public NewCommand(@Reference Templates templates) {
        this.templates = templates;
    }

    @Override
    public List<Option> options() {
        return OPTIONS;
    }

    @Override
    public int run(List<String> arguments) {
        Arguments args = Arguments.parse(OPTIONS, arguments, System.getenv(), 1);
        if (args.flag("help")) {
            System.out.print("Make an application from a template\n\nUsage: gyre new [options] NAME\n\nOptions:\n" + Arguments.help(OPTIONS));
            return 0;
        }
        if (args.flag("list")) {
            System.out.println(Templates.list(templates.all()));
            return 0;
        }
        args.exclusive("output", "init");
        String name = Maker.checkedName(args.words().stream().findFirst().orElseThrow(() -> new UsageException("a name for the application is missing")));
        Path folder = args.flag("init") ? Path.of("") : Path.of(args.one("output").orElse(name));
        if (!args.flag("allow-overwrite") && !empty(folder)) {
            throw new GyreException("the folder " + folder.toAbsolutePath() + " is not empty; choose another one with --output, or write into it with --allow-overwrite");
        }
        Maker maker = new Maker(args, templates);
        Template template = maker.template();
        Map<String, String> values = maker.values(template, name, "", List.of(DESCRIPTION));
        String manifest = Text.fill(HEAD + template.component(), values);
        Path file = folder.resolve("spin.toml");
        templates.reader().read(manifest, file.toString(), new Origin.Manifest(file));
        Maker.write(template, values, folder, args.flag("allow-overwrite"));
        Maker.write(file, manifest.getBytes(StandardCharsets.UTF_8));
        System.out.println("Created " + name + " in " + folder.toAbsolutePath().normalize());
        return 0;
    }

    private static boolean empty(Path folder) {
        try (Stream<Path> entries = Files.exists(folder) ? Files.list(folder) : Stream.of()) {
            return entries.filter(p -> !p.getFileName().toString().startsWith(".")).findAny().equals(Optional.empty());
        } catch (IOException e) {
            throw new GyreException("cannot look into " + folder + ": " + e, e);
        }
    }
}
