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

/** {@code gyre new}: makes an application from a template. Thread-safe. */
@Component(service = Command.class, property = Command.PROPERTY + "=new")
public final class NewCommand extends TemplateCommand {
    private static final Parameter DESCRIPTION = new Parameter("project-description", "Description", Optional.of(""), Optional.empty());
    private static final String HEAD = """
            spin_manifest_version = 2

            [application]
            name = "{{ project-name | kebab_case }}"
            version = "0.1.0"
            description = "{{ project-description }}"

            """;

    @Activate
    public NewCommand(@Reference Templates templates) {
        super(templates, "application", "Make an application from a template\n\nUsage: gyre new [options] NAME",
                new Option("output", 'o', "DIR", "", "Where to make it [default: a folder of its name]"),
                new Option("init", ' ', "", "", "Make it in the current folder"),
                new Option("allow-overwrite", ' ', "", "", "Write into a folder that is not empty"));
    }

    @Override
    void make(Arguments args, String name) {
        args.exclusive("output", "init");
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
    }

    private static boolean empty(Path folder) {
        try (Stream<Path> entries = Files.exists(folder) ? Files.list(folder) : Stream.of()) {
            return entries.filter(p -> !p.getFileName().toString().startsWith(".")).findAny().equals(Optional.empty());
        } catch (IOException e) {
            throw new GyreException("cannot look into " + folder + ": " + e, e);
        }
    }
}
