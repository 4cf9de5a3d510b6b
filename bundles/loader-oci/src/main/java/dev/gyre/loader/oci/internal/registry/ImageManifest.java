package dev.gyre.loader.oci.internal.registry;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.gyre.api.GyreException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.locked.json.JsonReader;
import dev.gyre.locked.json.JsonWriter;

/** An OCI image manifest of version 1, or Docker's of version 2, which is the same with other names. */
public record ImageManifest(Descriptor config, List<Descriptor> layers, Map<String, String> annotations) {
    public static final String TYPE = "application/vnd.oci.image.manifest.v1+json";
    public static final String INDEX = "application/vnd.oci.image.index.v1+json";
    public static final String DOCKER = "application/vnd.docker.distribution.manifest.v2+json";
    public static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
    /** More than any registry takes. */
    private static final int MAX_LAYERS = 5_000;

    public ImageManifest {
        layers = List.copyOf(layers);
        annotations = Map.copyOf(annotations);
    }

    /**
     * @param name what messages call it
     * @throws GyreException when it is none
     */
    public static ImageManifest read(byte[] json, String name) {
        ConfigTable table = JsonReader.read(new String(json, StandardCharsets.UTF_8), "manifest of " + name);
        checkVersion(table);
        if (!table.has("config") || !table.has("layers")) {
            throw table.error("", name + " is no image: its manifest has no config or no layers");
        }
        List<ConfigTable> layers = table.tables("layers");
        if (layers.size() > MAX_LAYERS) {
            throw table.error("layers", "there are " + layers.size() + ", and at most " + MAX_LAYERS + " are allowed");
        }
        return new ImageManifest(Descriptor.read(table.requiredTable("config")), layers.stream().map(Descriptor::read).toList(),
                table.stringMap("annotations"));
    }

    /** Whether this is a list of images for several platforms instead. */
    public static boolean isIndex(byte[] json, String name) {
        return JsonReader.read(new String(json, StandardCharsets.UTF_8), "manifest of " + name).has("manifests");
    }

    /** The image of an index that is for WebAssembly, or its only one. */
    public static Descriptor choose(byte[] index, String name) {
        ConfigTable table = JsonReader.read(new String(index, StandardCharsets.UTF_8), "index of " + name);
        checkVersion(table);
        List<ConfigTable> all = table.tables("manifests").stream().filter(m -> {
            String type = m.string("mediaType").orElse("");
            return type.equals(TYPE) || type.equals(DOCKER); // an index in an index is not looked into
        }).toList();
        List<ConfigTable> wasm = all.stream().filter(m -> m.table("platform").flatMap(p -> p.string("architecture")).filter("wasm"::equals).isPresent()).toList();
        List<ConfigTable> fit = wasm.isEmpty() ? all : wasm;
        if (fit.size() != 1) {
            throw table.error("manifests", name + " is a list with " + fit.size() + " images that may be meant; name one by its digest");
        }
        return Descriptor.read(fit.getFirst());
    }

    private static void checkVersion(ConfigTable table) {
        if (table.integer("schemaVersion").orElse(0L) != 2) {
            throw table.badValue("schemaVersion", "2");
        }
    }

    public byte[] toJson() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("schemaVersion", 2);
        out.put("mediaType", TYPE);
        out.put("config", config.toJson());
        out.put("layers", layers.stream().map(Descriptor::toJson).toList());
        if (!annotations.isEmpty()) {
            out.put("annotations", new java.util.TreeMap<>(annotations));
        }
        return JsonWriter.compact(out).getBytes(StandardCharsets.UTF_8);
    }
}
