package dev.gyre.templates.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.osgi.framework.Bundle;

import dev.gyre.api.GyreException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.loader.ManifestReader;

/**
 * A template in a bundle: the folder {@value Templates#FOLDER}{@code <name>} with {@code template.toml}, the files of {@code content/}, and
 * {@code component.toml}, which is what the manifest says of the component. Immutable.
 */
record Template(String name, String description, List<Parameter> parameters, Bundle bundle) {
    private static final String CONTENT = "content/";

    /** @throws GyreException when it is not written as it should */
    static Template read(String name, Bundle bundle, ManifestReader reader) {
        String path = Templates.FOLDER + name + "/template.toml";
        ConfigTable table = reader.table(text(bundle.getEntry(path)), bundle.getSymbolicName() + ":" + path);
        table.allowOnly(List.of("description", "parameters"));
        Optional<ConfigTable> parameters = table.table("parameters");
        return new Template(name, table.requiredString("description"),
                parameters.map(p -> p.keys().stream().map(key -> Parameter.read(key, p.requiredTable(key))).toList()).orElse(List.of()), bundle);
    }

    /** What the manifest says of its component. */
    String component() {
        return text(bundle.getEntry(Templates.FOLDER + name + "/component.toml"));
    }

    /** Its files by their paths. */
    Map<String, byte[]> files() {
        String root = "/" + Templates.FOLDER + name + "/" + CONTENT;
        Map<String, byte[]> out = new TreeMap<>();
        for (URL url : Optional.ofNullable(bundle.findEntries(root, "*", true)).map(Collections::list).orElseGet(java.util.ArrayList::new)) {
            if (!url.getPath().endsWith("/")) {
                out.put(url.getPath().substring(root.length()), bytes(url));
            }
        }
        return out;
    }

    private static String text(URL url) {
        if (url == null) {
            throw new GyreException("a template lacks its template.toml or component.toml");
        }
        return new String(bytes(url), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(URL url) {
        try (InputStream in = url.openStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
