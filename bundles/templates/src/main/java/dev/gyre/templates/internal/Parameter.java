package dev.gyre.templates.internal;

import java.util.Optional;
import java.util.regex.Pattern;

import dev.gyre.api.GyreException;
import dev.gyre.api.config.ConfigTable;

/**
 * A value a template asks for.
 *
 * @param preset nothing when somebody must say it
 */
record Parameter(String name, String prompt, Optional<String> preset, Optional<Pattern> pattern) {
    static Parameter read(String name, ConfigTable table) {
        return new Parameter(name, table.string("prompt").orElse(name), table.string("default"), table.string("pattern").map(Pattern::compile));
    }

    /** @throws GyreException for a value the template does not take */
    String checked(String value) {
        if (value.chars().anyMatch(c -> c < ' ') || value.indexOf('"') >= 0 || value.indexOf('\\') >= 0) {
            throw new GyreException("the value of \"" + name + "\" has a quote, a backslash or a control character, which would break the files made with it");
        }
        pattern.filter(p -> !p.matcher(value).matches()).ifPresent(p -> {
            throw new GyreException("\"" + value + "\" is no value for \"" + name + "\" (" + prompt + "): it must match " + p);
        });
        return value;
    }
}
