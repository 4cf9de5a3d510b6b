package dev.gyre.loader.bindle.internal.push;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.AppInfo;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.app.Mount;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.bindle.BindleId;
import dev.gyre.bindle.Group;
import dev.gyre.bindle.Invoice;
import dev.gyre.bindle.Label;
import dev.gyre.bindle.Parcel;
import dev.gyre.bindle.Parcel.Conditions;
import dev.gyre.bindle.TomlWriter;
import dev.gyre.loader.bindle.internal.pull.BindleLoader;

/**
 * Makes a bindle of an application, as Spin 0.2 did ({@code crates/publish/src/expander.rs}): a parcel for its manifest, one for each
 * module, one for each file, which are in the group of the component they are for. Blocks on the disk.
 *
 * @param parts those of the invoice, in its order
 */
record Expansion(Invoice invoice, List<Part> parts) {
    private static final String WASM = "application/wasm";
    /** Spin's own mark of a parcel whose source was a temporary file. */
    private static final Map<String, String> DELETE_ON_WRITE = Map.of("fermyon:spin:delete_on_write", ".");

    /**
     * @param written   the application as it is written
     * @param staged    the same with its modules and files at hand
     * @param manifest  the text both are from, as a table
     * @param buildInfo goes behind a plus sign of the version
     * @param scratch   a folder for the manifest that is made
     */
    static Expansion of(Application written, Application staged, ConfigTable manifest, Optional<String> buildInfo, Path scratch) {
        if (written.info().manifestVersion() != 1) {
            throw new GyreException("only applications with a manifest of version 1 can be bindles, and " + written.info().name()
                    + " has one of version " + written.info().manifestVersion() + "; push it to a registry with 'gyre registry push'");
        }
        BindleId id = id(written.info(), buildInfo);
        Map<String, Part> modules = new LinkedHashMap<>();
        List<String> sources = new ArrayList<>();
        Map<List<Object>, Part> files = new LinkedHashMap<>();
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < staged.components().size(); i++) {
            Component component = staged.components().get(i);
            Part module = module(written.components().get(i), component);
            sources.add(module.parcel().label().sha256());
            modules.putIfAbsent(module.parcel().label().sha256(), module);
            String group = "files-" + component.id();
            groups.add(new Group(group));
            component.mounts().forEach(mount -> assets(mount, group).forEach(asset -> add(asset, files)));
        }
        List<Part> parts = new ArrayList<>();
        parts.add(manifest(manifest, sources, scratch));
        parts.addAll(modules.values());
        parts.addAll(files.values());
        Invoice invoice = new Invoice(id, written.info().description(), written.info().authors(), parts.stream().map(Part::parcel).toList(), groups);
        return new Expansion(invoice, parts);
    }

    private static BindleId id(AppInfo info, Optional<String> buildInfo) {
        String text = info.name() + "/" + info.version() + buildInfo.map(b -> "+" + b).orElse("");
        try {
            return BindleId.parse(text);
        } catch (GyreException e) {
            throw new GyreException("name and version of the application do not make a bindle id: " + e.getMessage(), e);
        }
    }

    private static Part module(Component written, Component staged) {
        Path content = ((ModuleSource.File) staged.source()).path();
        String name = switch (written.source()) {
            case ModuleSource.File file -> file.path().toString().replace('\\', '/');
            case ModuleSource.Url url -> url.url().toString();
            case ModuleSource.Parcel parcel -> throw new GyreException("component \"" + written.id()
                    + "\" takes its module from another bindle; such an application cannot be pushed as one");
            default -> throw new IllegalStateException("not in a manifest of version 1: " + written.source());
        };
        return new Part(new Parcel(Part.label(content, name, WASM), Optional.of(new Conditions(List.of(), List.of()))), content);
    }

    private static List<Part> assets(Mount mount, String group) {
        try (Stream<Path> files = Files.walk(mount.host())) {
            return files.filter(Files::isRegularFile).sorted().map(file -> {
                String name = mount.host().relativize(file).toString().replace('\\', '/');
                Label label = Part.label(file, name, MediaTypes.of(name));
                return new Part(new Parcel(label, Optional.of(new Conditions(List.of(group), List.of()))), file);
            }).toList();
        } catch (IOException e) {
            throw new GyreException("cannot read staged files in " + mount.host() + ": " + e, e);
        }
    }

    /** A file that several components have at the same place is one parcel, of several groups. */
    private static void add(Part asset, Map<List<Object>, Part> files) {
        Label label = asset.parcel().label();
        files.merge(List.of(label.name(), label.sha256(), label.mediaType()), asset, (before, now) -> {
            List<String> groups = new ArrayList<>(before.parcel().conditions().orElseThrow().memberOf());
            groups.addAll(now.parcel().conditions().orElseThrow().memberOf());
            return new Part(new Parcel(label, Optional.of(new Conditions(groups, List.of()))), before.content());
        });
    }

    private static Part manifest(ConfigTable written, List<String> sources, Path scratch) {
        Map<String, Object> root = new LinkedHashMap<>();
        for (String key : List.of("trigger", "config", "variables")) {
            written.value(key).ifPresent(value -> root.put(key, TomlWriter.plain(value)));
        }
        List<Object> components = new ArrayList<>();
        List<ConfigTable> tables = written.tables("component");
        for (int i = 0; i < tables.size(); i++) {
            components.add(component(tables.get(i), sources.get(i)));
        }
        root.put("component", components);
        byte[] text = TomlWriter.write(root).getBytes(StandardCharsets.UTF_8);
        try {
            Path file = Files.write(Files.createTempFile(scratch, "spin", ".toml"), text);
            Label label = Part.label(file, "", BindleLoader.MANIFEST_TYPE);
            return new Part(new Parcel(new Label(label.sha256(), label.mediaType(), "spin." + label.sha256() + ".toml", label.size(), DELETE_ON_WRITE,
                    Map.of(), Optional.empty()), Optional.empty()), file);
        } catch (IOException e) {
            throw new GyreException("cannot write to " + scratch + ": " + e, e);
        }
    }

    private static Map<String, Object> component(ConfigTable written, String source) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("source", source);
        out.put("id", written.requiredString("id"));
        written.value("description").ifPresent(d -> out.put("description", TomlWriter.plain(d)));
        if (written.has("files")) {
            out.put("files", "files-" + written.requiredString("id"));
        }
        copy(written, "allowed_http_hosts", "allowedHttpHosts", out);
        copy(written, "allowedHttpHosts", "allowedHttpHosts", out);
        copy(written, "key_value_stores", "keyValueStores", out);
        copy(written, "sqlite_databases", "sqliteDatabases", out);
        copy(written, "ai_models", "aiModels", out);
        copy(written, "environment", "environment", out);
        copy(written, "trigger", "trigger", out);
        copy(written, "config", "config", out);
        return out;
    }

    private static void copy(ConfigTable from, String key, String as, Map<String, Object> into) {
        from.value(key).ifPresent(value -> into.put(as, TomlWriter.plain(value)));
    }
}
