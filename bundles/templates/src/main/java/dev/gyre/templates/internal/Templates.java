package dev.gyre.templates.internal;

import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import dev.gyre.api.GyreException;
import dev.gyre.api.config.Nearest;
import dev.gyre.api.loader.ManifestReader;

/** The templates of all bundles here: whoever has a folder {@value #FOLDER} brings some. Thread-safe. */
@Component(service = Templates.class)
public final class Templates {
    static final String FOLDER = "gyre-templates/";

    private final BundleContext context;
    private final ManifestReader reader;

    @Activate
    public Templates(BundleContext context, @Reference ManifestReader reader) {
        this.context = context;
        this.reader = reader;
    }

    ManifestReader reader() {
        return reader;
    }

    /** By name; of several of one name the first bundle's. */
    Map<String, Template> all() {
        Map<String, Template> out = new TreeMap<>();
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getState() != Bundle.UNINSTALLED) {
                names(bundle).forEach(name -> out.computeIfAbsent(name, n -> Template.read(n, bundle, reader)));
            }
        }
        return out;
    }

    private static Stream<String> names(Bundle bundle) {
        List<URL> found = Optional.ofNullable(bundle.findEntries(FOLDER, "template.toml", true)).map(Collections::list).orElseGet(ArrayList::new);
        return found.stream().map(url -> url.getPath().split("/")).filter(path -> path.length == 4).map(path -> path[2]);
    }

    /** @throws GyreException when no bundle has it */
    Template named(String name) {
        Map<String, Template> all = all();
        return Optional.ofNullable(all.get(name)).orElseThrow(() -> new GyreException("there is no template \"" + name + "\""
                + Nearest.of(name, all.keySet()).map(n -> "; did you mean \"" + n + "\"?").orElse("") + "\n" + list(all)));
    }

    /** As users see them. */
    static String list(Map<String, Template> all) {
        int width = all.keySet().stream().mapToInt(String::length).max().orElse(0);
        return "Templates:\n" + all.values().stream().map(t -> "  " + t.name() + " ".repeat(width - t.name().length() + 2) + t.description())
                .collect(Collectors.joining("\n"));
    }
}
