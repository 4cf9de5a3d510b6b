package dev.gyre.manifest.internal;

import java.util.regex.Pattern;

import dev.gyre.api.config.ConfigTable;

/** A requirement for versions as Cargo has them: {@code 1.2}, {@code >=0.1.0, <2}, {@code ~1.2.3}, {@code 1.*}. Stateless. */
final class VersionRequirement {
    private static final String VERSION = "(?:\\*|[0-9]+(?:\\.(?:\\*|[0-9]+)){0,2}(?:-[0-9A-Za-z.-]+)?(?:\\+[0-9A-Za-z.-]+)?)";
    private static final String COMPARATOR = "(?:=|>=?|<=?|~|\\^)? *" + VERSION;
    private static final Pattern REQUIREMENT = Pattern.compile(" *" + COMPARATOR + "(?: *, *" + COMPARATOR + ")* *");

    private VersionRequirement() {
    }

    /** @throws dev.gyre.api.config.ConfigException when the key is missing or something else */
    static String of(ConfigTable table, String key) {
        String text = table.requiredString(key);
        if (!REQUIREMENT.matcher(text).matches()) {
            throw table.badValue(key, "a version requirement such as \"1.2.3\", \">=0.1.0\" or \"^1.2, <1.9\"");
        }
        return text;
    }
}
