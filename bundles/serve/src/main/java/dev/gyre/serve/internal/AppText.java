package dev.gyre.serve.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.gyre.api.app.Application;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;
import dev.gyre.api.serve.AppReference;

/**
 * What a file of {@code apps/} says. Immutable.
 *
 * @param scheme      of the loader
 * @param reference   what it loads
 * @param source      what else the file says of the source, for the loader
 * @param follow      how often to look whether the reference stands for something new; never when absent
 * @param environment for every component
 * @param runtimeConfig Spin's runtime-config.toml for it
 * @param settings    that win over the application's own {@code gyre.toml}
 */
record AppText(String from, String scheme, String reference, boolean transientWrites, Map<String, String> source, Optional<Duration> follow, Map<String, String> environment,
        Optional<Path> runtimeConfig, ConfigTable settings) {
    private static final String LOCAL = "local";
    private static final String FROM = "from";
    private static final String SOURCE = "source";
    private static final String ENVIRONMENT = "env";
    private static final String FOLLOW = "follow";
    private static final String RUNTIME_CONFIG = "runtime-config";
    private static final String TRANSIENT = "allow-transient-write";
    private static final String FILES = "files";
    /** Longer than a drive of Windows. */
    private static final Pattern SCHEME = Pattern.compile("([a-z][a-z0-9+.-]+):(.+)");
    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_-]+");
    /** Not settings, or settings that are read before the application is loaded. */
    private static final Set<String> OURS = Set.of(FROM, SOURCE, FOLLOW, ENVIRONMENT, RUNTIME_CONFIG, TRANSIENT);

    /**
     * @param table  of the file
     * @param folder the file is in, which paths are relative to
     * @throws dev.gyre.api.config.ConfigException for the first thing that cannot be used
     */
    static AppText of(ConfigTable table, Path folder) {
        String from = table.requiredString(FROM);
        if (from.isBlank()) {
            throw table.badValue(FROM, "a path of a manifest or its folder, or scheme:reference");
        }
        if (table.has(FILES)) {
            throw table.error(FILES, "is read before the application is loaded; write it into the gyre.toml beside the manifest");
        }
        Matcher remote = SCHEME.matcher(from);
        boolean local = !remote.matches() || remote.group(1).equals("file") || remote.group(1).equals(LOCAL);
        String path = local && remote.matches() ? remote.group(2) : from;
        Map<String, ConfigValue> rest = new LinkedHashMap<>();
        table.keys().stream().filter(k -> !OURS.contains(k)).forEach(k -> rest.put(k, table.value(k).orElseThrow()));
        return new AppText(from, local ? LOCAL : remote.group(1), local ? folder.resolve(path).normalize().toString() : remote.group(2),
                table.bool(TRANSIENT).orElse(false), table.stringMap(SOURCE), follow(table), table.stringMap(ENVIRONMENT),
                table.string(RUNTIME_CONFIG).map(file -> folder.resolve(file).normalize()),
                new ConfigTable("", table.position(), rest));
    }

    /** Refuses what neither this nor the application knows: a typing error is never ignored. */
    static void check(ConfigTable table, Application application) {
        Set<String> keys = new TreeSet<>(application.settingKeys());
        keys.remove(FILES);
        keys.addAll(OURS);
        table.allowOnly(keys);
    }

    private static Optional<Duration> follow(ConfigTable table) {
        Optional<Duration> every = table.duration(FOLLOW);
        if (every.filter(d -> d.compareTo(Duration.ofSeconds(1)) < 0).isPresent()) {
            throw table.badValue(FOLLOW, "a second or more");
        }
        return every;
    }

    /** A file that says what a reference does. */
    static String write(AppReference reference) {
        StringBuilder out = new StringBuilder("from = ").append(quoted(reference.from())).append('\n');
        reference.runtimeConfig().ifPresent(f -> out.append(RUNTIME_CONFIG + " = ").append(quoted(f)).append('\n'));
        reference.engine().ifPresent(e -> out.append("engine = ").append(quoted(e)).append('\n'));
        table(out, SOURCE, reference.source());
        table(out, ENVIRONMENT, reference.environment());
        reference.triggers().forEach((type, settings) -> table(out, type, settings));
        return out.toString();
    }

    /** The same text with another source; what a user wrote around it stays. */
    static String from(String text, String from) {
        String line = "from = " + quoted(from);
        return TomlText.entry(text, FROM).map(e -> text.substring(0, e.begin()) + line + text.substring(e.end())).orElse(line + "\n" + text);
    }

    private static void table(StringBuilder out, String name, Map<String, String> values) {
        if (!values.isEmpty()) {
            out.append("\n[").append(key(name)).append("]\n");
            values.forEach((key, value) -> out.append(key(key)).append(" = ").append(quoted(value)).append('\n'));
        }
    }

    private static String key(String name) {
        return BARE.matcher(name).matches() ? name : quoted(name);
    }

    /** A basic string of TOML. */
    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').appendCodePoint(c);
            } else if (c < ' ' || c == 0x7f) {
                out.append(String.format("\\u%04X", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.append('"').toString();
    }
}
