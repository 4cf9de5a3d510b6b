package dev.gyre.templates.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Origin;
import dev.gyre.cli.Command;
import dev.gyre.cli.args.Arguments;
import dev.gyre.cli.args.Option;

/** {@code gyre add}: adds a component from a template to an application. What is written stays as it is. Thread-safe. */
@Component(service = Command.class, property = Command.PROPERTY + "=add")
public final class AddCommand extends TemplateCommand {
    @Activate
    public AddCommand(@Reference Templates templates) {
        super(templates, "component", "Add a component from a template to an application\n\nUsage: gyre add [options] NAME",
                new Option("file", 'f', "PATH", "", "Manifest, or a folder with a spin.toml [default: spin.toml]"));
    }

    @Override
    void make(Arguments args, String name) {
        Path named = Path.of(args.one("file").orElse("spin.toml"));
        Path file = Files.isDirectory(named) ? named.resolve("spin.toml") : named;
        String text = text(file);
        Application before = read(text, file);
        if (before.info().manifestVersion() < 2) {
            throw new GyreException(file + " has a manifest of version 1; \"gyre doctor\" makes one of version 2 of it, to which components can be added");
        }
        String id = Text.kebab(name);
        if (before.component(id).isPresent()) {
            throw new GyreException(file + " has a component \"" + id + "\" already");
        }
        Maker maker = new Maker(args, templates);
        Template template = maker.template();
        Map<String, String> values = maker.values(template, name, id + "/", List.of());
        String manifest = text + (text.endsWith("\n") ? "\n" : "\n\n") + Text.fill(template.component(), values);
        read(manifest, file);
        Maker.write(template, values, file.toAbsolutePath().getParent().resolve(id), false);
        Maker.write(file, manifest.getBytes(StandardCharsets.UTF_8));
        System.out.println("Added component " + id + " to " + file);
    }

    private Application read(String text, Path file) {
        return templates.reader().read(text, file.toString(), new Origin.Manifest(file));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new GyreException("cannot read the manifest " + file + (Files.exists(file) ? ": " + e : ": there is no such file; \"gyre new\" makes one"), e);
        }
    }
}
