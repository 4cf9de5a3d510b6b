package dev.gyre.templates.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.gyre.api.GyreException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Nearest;
import dev.gyre.api.loader.ManifestReader;
import dev.gyre.cli.args.Arguments;
import dev.gyre.cli.args.Option;

/** What {@code gyre new} and {@code gyre add} have in common. For one command. */
final class Maker {
    static final List<Option> OPTIONS = List.of(
            new Option("template", 't', "NAME", "", "The template; \"--list\" shows them"),
            new Option("value", 'v', "NAME=VALUE", "", "A value the template asks for; may be repeated"),
            new Option("values-file", ' ', "PATH", "", "A TOML file of such values"),
            new Option("accept-defaults", 'a', "", "", "Do not ask for values that have a default"),
            new Option("list", ' ', "", "", "List the templates"),
            new Option("help", 'h', "", "", "Print this help"));
    /** Spin's rule: words of letters and digits, each beginning with a letter. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]*([-_][A-Za-z][A-Za-z0-9]*)*");
    private static final Pattern PLACEHOLDER = Pattern.compile("__([\\w-]+?)__");
    private static final Pattern VERBATIM = Pattern.compile(".*\\.(wasm|ico|png|h)|spin\\.c");

    private final Arguments args;
    private final Templates templates;

    Maker(Arguments args, Templates templates) {
        this.args = args;
        this.templates = templates;
    }

    /** @throws GyreException for what cannot be the name of an application or component */
    static String checkedName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new GyreException("\"" + name + "\" cannot be a name: it must be words of letters and digits, each beginning with a letter, with \"-\" between them");
        }
        return name;
    }

    Template template() {
        return templates.named(args.one("template").orElseGet(() -> {
            System.out.println(Templates.list(templates.all()));
            return ask("Template");
        }));
    }

    /**
     * @param name   of the component
     * @param folder its files are in, with a slash at the end; empty for that of the manifest
     * @param more   values that are asked for besides the template's
     */
    Map<String, String> values(Template template, String name, String folder, List<Parameter> more) {
        Map<String, String> given = new LinkedHashMap<>();
        args.one("values-file").ifPresent(file -> given.putAll(read(Path.of(file))));
        given.putAll(args.pairs("value"));
        List<Parameter> parameters = Stream.concat(more.stream(), template.parameters().stream()).toList();
        List<String> names = parameters.stream().map(Parameter::name).toList();
        given.keySet().stream().filter(n -> !names.contains(n)).findFirst().ifPresent(n -> {
            throw new GyreException("the template \"" + template.name() + "\" does not ask for \"" + n + "\""
                    + Nearest.of(n, names).map(m -> "; did you mean \"" + m + "\"?").orElse("; it asks for: " + String.join(", ", names)));
        });
        Map<String, String> out = new LinkedHashMap<>(Map.of("project-name", name, "folder", folder,
                "workdir", folder.isEmpty() ? "" : "workdir = \"" + folder.substring(0, folder.length() - 1) + '"'));
        parameters.forEach(p -> out.put(p.name(), p.checked(Optional.ofNullable(given.get(p.name())).orElseGet(() -> missing(p)))));
        return out;
    }

    private String missing(Parameter parameter) {
        if (args.flag("accept-defaults") && parameter.preset().isPresent()) {
            return parameter.preset().get();
        }
        String answer = ask(parameter.prompt() + parameter.preset().filter(d -> !d.isEmpty()).map(d -> " [" + d + "]").orElse(""));
        if (answer.isEmpty() && parameter.preset().isEmpty()) {
            throw new GyreException("\"" + parameter.name() + "\" has no value; give it with --value " + parameter.name() + "=...");
        }
        return answer.isEmpty() ? parameter.preset().get() : answer;
    }

    private static String ask(String what) {
        System.out.print(what + ": ");
        System.out.flush();
        try {
            return Optional.ofNullable(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine()).map(String::strip).orElse("");
        } catch (IOException e) {
            throw new GyreException("cannot read the answer: " + e, e);
        }
    }

    private Map<String, String> read(Path file) {
        ManifestReader reader = templates.reader();
        try {
            ConfigTable table = reader.table(Files.readString(file), file.toString());
            Map<String, String> out = new LinkedHashMap<>();
            table.keys().forEach(key -> out.put(key, table.requiredString(key)));
            return out;
        } catch (IOException e) {
            throw new GyreException("cannot read " + file + ": " + e, e);
        }
    }

    /** Writes a template's files; none that is there already is written over unless somebody said so. */
    static void write(Template template, Map<String, String> values, Path folder, boolean over) {
        Map<Path, byte[]> files = template.files().entrySet().stream()
                .collect(Collectors.toMap(e -> folder.resolve(path(e.getKey(), values)), e -> content(e.getKey(), e.getValue(), values)));
        files.keySet().stream().filter(f -> !over && Files.exists(f)).findFirst().ifPresent(f -> {
            throw new GyreException(f + " is there already; choose another folder or name");
        });
        files.forEach(Maker::write);
    }

    /** {@code __name__} in a path stands for a value, and what is called {@code gitignore} is hidden where it is used. */
    private static String path(String path, Map<String, String> values) {
        String named = PLACEHOLDER.matcher(path).replaceAll(m -> Matcher.quoteReplacement(values.getOrDefault(m.group(1), m.group())));
        return named.equals("gitignore") ? ".gitignore" : named;
    }

    /** The SDK and modules are not for filling in. */
    private static byte[] content(String path, byte[] bytes, Map<String, String> values) {
        return VERBATIM.matcher(path).matches() ? bytes : Text.fill(new String(bytes, StandardCharsets.UTF_8), values).getBytes(StandardCharsets.UTF_8);
    }

    static void write(Path file, byte[] content) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new GyreException("cannot write " + file + ": " + e, e);
        }
    }
}
