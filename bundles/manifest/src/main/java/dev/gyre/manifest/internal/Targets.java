package dev.gyre.manifest.internal;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.app.Target;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;

/** {@code targets} of an application or component (Spin 3.4). Stateless. */
final class Targets {
    private static final String FORMS = "the name of an environment such as \"spin-up:3.3\", { url } or { path }";

    private Targets() {
    }

    /** @throws ConfigException for the first that is none */
    static List<Target> read(ConfigTable table) {
        List<Target> out = new ArrayList<>();
        List<ConfigValue> list = table.list("targets");
        for (int i = 0; i < list.size(); i++) {
            ConfigValue entry = list.get(i);
            out.add(switch (entry.value()) {
                case String name -> new Target.Named(name);
                case ConfigTable t when t.has("url") -> url(t);
                case ConfigTable t when t.has("path") -> path(t);
                default -> throw new ConfigException(entry.position(), table.path() + ".targets[" + i + "]", "must be " + FORMS
                        + ", but is " + entry.display());
            });
        }
        return out;
    }

    private static Target url(ConfigTable table) {
        table.allowOnly(List.of("url"));
        try {
            return new Target.Url(new URI(table.requiredString("url")));
        } catch (URISyntaxException e) {
            throw table.badValue("url", "a URL");
        }
    }

    private static Target path(ConfigTable table) {
        table.allowOnly(List.of("path"));
        Path path = ((ModuleSource.File) Sources.file(table, "path", "the path of an environment")).path();
        return new Target.File(path);
    }
}
