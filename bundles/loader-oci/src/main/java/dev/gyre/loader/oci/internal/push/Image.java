package dev.gyre.loader.oci.internal.push;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.blobs.Digest;
import dev.gyre.blobs.Progress;
import dev.gyre.loader.oci.internal.pull.OciLoader;
import dev.gyre.loader.oci.internal.registry.Descriptor;
import dev.gyre.loader.oci.internal.registry.ImageManifest;
import dev.gyre.loader.oci.internal.registry.ImageReference;
import dev.gyre.loader.oci.internal.registry.Registry;
import dev.gyre.locked.LockedApps;
import dev.gyre.locked.json.JsonReader;
import dev.gyre.locked.json.JsonWriter;

/**
 * An application as an image, in Spin's layout: modules and files are layers, the locked application is the last of them, and the
 * config says what they are. Immutable.
 *
 * @param layers config first, the locked application last
 */
record Image(ImageManifest manifest, List<Layer> layers) {
    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    /** The fewest that some known registry takes; with the application's own. */
    private static final int MAX_LAYERS = 500;

    /**
     * @param app         staged
     * @param archive     whether files are to be packed, one archive for each component; more layers than registries take are
     * @param annotations of the user, winning over those of the application
     * @param scratch     for files that are made
     */
    static Image of(Application app, boolean archive, Map<String, String> annotations, Path scratch) {
        Layers layers = new Layers(archive ? Optional.of(scratch) : Optional.empty());
        String locked = LockedApps.write(app, layers);
        if (!archive && layers.all().size() > MAX_LAYERS - 1) {
            return of(app, true, annotations, scratch);
        }
        Layer application = written(JsonWriter.compact(JsonReader.read(locked, "locked application")), OciLoader.APPLICATION, scratch);
        Layer config = written(config(application.descriptor().digest()), CONFIG, scratch);
        List<Layer> all = new ArrayList<>(layers.all());
        all.add(application);
        List<Descriptor> descriptors = all.stream().map(Layer::descriptor).toList();
        all.addFirst(config);
        return new Image(new ImageManifest(config.descriptor(), descriptors, annotations(app, annotations)), all);
    }

    private static Layer written(String json, String mediaType, Path scratch) {
        try {
            return Layer.of(Files.writeString(Files.createTempFile(scratch, "layer", ".json"), json, StandardCharsets.UTF_8), mediaType);
        } catch (IOException e) {
            throw new GyreException("cannot write to " + scratch + ": " + e, e);
        }
    }

    /** Names the application, so that different ones have different configs and so different image ids in container runtimes. */
    private static String config(Digest application) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("architecture", "wasm");
        out.put("os", "Wasip1");
        out.put("config", Map.of("Labels", Map.of("com.fermyon.spin.lockedAppDigest", application.toString())));
        Map<String, Object> rootfs = new LinkedHashMap<>();
        rootfs.put("type", "layers");
        rootfs.put("diff_ids", List.of());
        out.put("rootfs", rootfs);
        return JsonWriter.compact(out);
    }

    private static Map<String, String> annotations(Application app, Map<String, String> wanted) {
        Map<String, String> out = new LinkedHashMap<>();
        String prefix = "org.opencontainers.image.";
        if (!app.info().authors().isEmpty()) {
            out.put(prefix + "authors", String.join(", ", app.info().authors()));
        }
        out.put(prefix + "title", app.info().name());
        app.info().description().ifPresent(d -> out.put(prefix + "description", d));
        if (!app.info().version().isEmpty()) {
            out.put(prefix + "version", app.info().version());
        }
        out.put(prefix + "created", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        out.putAll(wanted);
        return out;
    }

    /**
     * Uploads what the registry has not, the manifest last, so that a push that breaks off changes nothing that can be seen.
     *
     * @return the digest of the manifest
     */
    Digest push(ImageReference reference, Registry registry, Progress progress) {
        for (Layer layer : layers) {
            Descriptor blob = layer.descriptor();
            if (!registry.has(blob.digest())) {
                registry.upload(blob.digest(), layer.publisher(), blob.size());
            }
            progress.moved(blob.size());
        }
        byte[] json = manifest.toJson();
        registry.put(reference.manifest(), json);
        return Digest.of(json);
    }
}
