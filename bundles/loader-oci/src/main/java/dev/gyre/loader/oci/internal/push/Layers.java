package dev.gyre.loader.oci.internal.push;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.app.Mount;
import dev.gyre.blobs.Digest;
import dev.gyre.loader.oci.internal.pull.OciLoader;
import dev.gyre.locked.ContentRef;
import dev.gyre.locked.ContentWriter;
import dev.gyre.locked.LockedFile;

/**
 * Collects the layers of an image while its locked application is written ({@code crates/oci/src/client.rs} of Spin): one for each
 * module and file, but not for files so small that they are in the application itself. For one thread; blocks on the disk.
 */
final class Layers implements ContentWriter {
    private static final String WASM = "application/vnd.wasm.content.layer.v1+wasm";
    private static final String DATA = "application/vnd.wasm.content.layer.v1+data";
    private static final int INLINE = 128;

    private final Map<Digest, Layer> layers = new LinkedHashMap<>();
    private final Optional<Path> archives;

    /** @param archives where to pack the files of each component, when they are to be packed */
    Layers(Optional<Path> archives) {
        this.archives = archives;
    }

    List<Layer> all() {
        return List.copyOf(layers.values());
    }

    private void add(Layer layer) {
        layers.putIfAbsent(layer.descriptor().digest(), layer);
    }

    @Override
    public ContentRef module(ModuleSource module) {
        Layer layer = Layer.of(((ModuleSource.File) module).path(), WASM);
        add(layer);
        return ref(layer);
    }

    @Override
    public List<LockedFile> files(Mount mount) {
        List<LockedFile> out = new ArrayList<>();
        try (Stream<Path> files = Files.walk(mount.host())) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                Layer layer = Layer.of(file, DATA);
                out.add(new LockedFile(ref(layer), mount.host().relativize(file).toString().replace('\\', '/')));
                if (archives.isEmpty() && layer.descriptor().size() > INLINE) {
                    add(layer);
                }
            }
            if (archives.isPresent() && !out.isEmpty()) {
                Path archive = Files.createTempFile(archives.get(), "files", ".tar.gz");
                TarWriter.write(mount.host(), archive);
                add(Layer.of(archive, OciLoader.ARCHIVE));
            }
        } catch (IOException e) {
            throw new GyreException("cannot read staged files in " + mount.host() + ": " + e, e);
        }
        return out;
    }

    private static ContentRef ref(Layer layer) {
        Optional<byte[]> inline = layer.descriptor().size() <= INLINE ? Optional.of(bytes(layer.content())) : Optional.empty();
        return new ContentRef(Optional.empty(), inline, Optional.of(layer.descriptor().digest().toString()));
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new GyreException("cannot read " + file + ": " + e, e);
        }
    }
}
