package dev.gyre.loader.local.internal.files;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.gyre.api.app.Component;
import dev.gyre.api.config.ConfigException;

/** {@code exclude_files} of a component. Unlike in {@code files}, a {@code *} matches slashes too, as it did in Spin. Immutable. */
record Exclusions(List<GlobPattern> patterns) {

    /** @throws ConfigException for the first that is no pattern */
    static Exclusions of(Component component) {
        List<GlobPattern> patterns = new ArrayList<>();
        for (int i = 0; i < component.excludeFiles().size(); i++) {
            try {
                patterns.add(GlobPattern.parse(RelativePaths.pattern(component.excludeFiles().get(i))));
            } catch (RefusedException e) {
                throw new ConfigException(component.position(), component.place().field("exclude_files[" + i + "]"),
                        "component \"" + component.id() + "\": " + e.getMessage());
            }
        }
        return new Exclusions(List.copyOf(patterns));
    }

    /** @param file relative to the application's folder */
    boolean contain(Path file) {
        String path = file.toString().replace(File.separatorChar, '/');
        return patterns.stream().anyMatch(p -> p.matches(path));
    }
}
