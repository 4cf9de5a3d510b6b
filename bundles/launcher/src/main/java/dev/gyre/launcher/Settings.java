package dev.gyre.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code conf/framework.properties}: the framework's and the launcher's own settings. */
final class Settings {
    private static final Path FILE = Path.of("conf", "framework.properties");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

    private Settings() {
    }

    /**
     * Those of an installation, and over them those of the folder that is served, where it has any.
     *
     * @param variables what {@code ${name}} in a value may stand for
     * @throws LauncherException if a file cannot be read or names an unknown variable
     */
    static Map<String, String> of(Path home, Path served, Map<String, String> variables) {
        Map<String, String> settings = load(home.resolve(FILE), variables);
        Path own = served.resolve(FILE);
        if (!served.equals(home) && Files.exists(own)) {
            settings.putAll(load(own, variables));
        }
        return settings;
    }

    /**
     * @param file a Java properties file
     * @param variables what {@code ${name}} in a value may stand for
     * @return the settings, the variables among them
     * @throws LauncherException if the file cannot be read or names an unknown variable
     */
    static Map<String, String> load(Path file, Map<String, String> variables) {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (NoSuchFileException e) {
            throw new LauncherException(LauncherException.CONFIGURATION, "no " + file + ": is gyre.home a Gyre installation?", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new LauncherException(LauncherException.CONFIGURATION, "cannot read " + file + ": " + e, e);
        }
        Map<String, String> settings = new HashMap<>(variables);
        for (String key : properties.stringPropertyNames()) {
            settings.put(key, substitute(file, key, properties.getProperty(key), variables));
        }
        return settings;
    }

    /** @throws LauncherException if the setting is there and no number of milliseconds */
    static Duration millis(Map<String, String> settings, String name, Duration otherwise) {
        String value = settings.get(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.strip().matches("\\d{1,9}")) {
            throw new LauncherException(LauncherException.CONFIGURATION, name + ": " + value + ": expected milliseconds, 0 to 999999999");
        }
        return Duration.ofMillis(Long.parseLong(value.strip()));
    }

    private static String substitute(Path file, String key, String value, Map<String, String> variables) {
        return VARIABLE.matcher(value).replaceAll(found -> {
            String replacement = variables.get(found.group(1));
            if (replacement == null) {
                throw new LauncherException(LauncherException.CONFIGURATION, file + ": " + key + ": unknown variable " + found.group()
                        + "; known are " + String.join(", ", variables.keySet().stream().sorted().toList()));
            }
            return Matcher.quoteReplacement(replacement);
        });
    }
}
