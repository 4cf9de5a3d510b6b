package dev.gyre.host.variables.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

import dev.gyre.api.GyreException;
import dev.gyre.api.host.VariableProvider;

/**
 * Takes the variable {@code key} from {@code SPIN_VARIABLE_KEY} in the file {@code .env} of the folder Gyre was started in
 * (Spin 2.0). The environment itself wins. A changed file is read again. Thread-safe.
 */
@Component(property = "service.ranking:Integer=-1000")
public final class DotenvProvider implements VariableProvider {
    private static final String PREFIX = "SPIN_VARIABLE";
    private static final long MAX_BYTES = 1 << 20;
    private static final Pattern LINE = Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_.]*)\\s*=\\s*(.*?)\\s*");

    private final Path file;
    private final String prefix;
    private volatile Content content = new Content(FileTime.fromMillis(0), Map.of());

    private record Content(FileTime changed, Map<String, String> values) {
    }

    @Activate
    public DotenvProvider() {
        this(Path.of(".env"), PREFIX);
    }

    /** @param prefix of the names, without the underscore behind it */
    DotenvProvider(Path file, String prefix) {
        this.file = file;
        this.prefix = prefix + "_";
    }

    @Override
    public Optional<String> get(String application, String key) {
        return Optional.ofNullable(values().get(prefix + key.toUpperCase(Locale.ROOT)));
    }

    private Map<String, String> values() {
        try {
            FileTime changed = Files.getLastModifiedTime(file);
            if (!changed.equals(content.changed())) {
                if (Files.size(file) > MAX_BYTES) {
                    throw new GyreException(file + " is larger than " + MAX_BYTES + " bytes");
                }
                content = new Content(changed, parse(Files.readString(file)));
            }
            return content.values();
        } catch (NoSuchFileException e) {
            return Map.of();
        } catch (IOException e) {
            throw new GyreException("cannot read " + file + ": " + e.getClass().getSimpleName(), e);
        }
    }

    /** Lines {@code NAME=value}; a value may be in quotes, behind which, or behind a space and {@code #}, is a comment. */
    static Map<String, String> parse(String text) {
        Map<String, String> out = new HashMap<>();
        text.lines().filter(line -> !line.strip().startsWith("#")).map(LINE::matcher).filter(Matcher::matches)
                .forEach(m -> out.put(m.group(1), value(m.group(2))));
        return out;
    }

    private static String value(String written) {
        if (written.length() >= 2 && (written.charAt(0) == '"' || written.charAt(0) == '\'')) {
            char quote = written.charAt(0);
            StringBuilder out = new StringBuilder();
            for (int i = 1; i < written.length(); i++) {
                char c = written.charAt(i);
                if (c == quote) {
                    return out.toString();
                }
                if (c == '\\' && quote == '"' && i + 1 < written.length()) {
                    c = escaped(written.charAt(++i));
                }
                out.append(c);
            }
            return written;
        }
        int comment = written.indexOf(" #");
        return comment < 0 ? written : written.substring(0, comment).stripTrailing();
    }

    private static char escaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> c;
        };
    }
}
