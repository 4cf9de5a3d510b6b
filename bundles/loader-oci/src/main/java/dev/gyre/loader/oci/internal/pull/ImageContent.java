package dev.gyre.loader.oci.internal.pull;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.app.Mount;
import dev.gyre.blobs.Blob;
import dev.gyre.blobs.BlobSource;
import dev.gyre.blobs.BlobStore;
import dev.gyre.blobs.Digest;
import dev.gyre.blobs.stage.FileTree;
import dev.gyre.blobs.stage.StagedFile;
import dev.gyre.loader.oci.internal.registry.Descriptor;
import dev.gyre.loader.oci.internal.registry.Registry;
import dev.gyre.locked.ContentReader;
import dev.gyre.locked.ContentRef;
import dev.gyre.locked.LockedFile;

/** Stages what the locked application of an image refers to. For one load and one thread; blocks. */
final class ImageContent implements ContentReader {
    private static final String WASM = "application/vnd.wasm.content.layer.v1+wasm";
    private static final String WASM_PACKAGE = "application/wasm";
    private static final long MAX_MODULE = 256L << 20;

    private final Registry registry;
    private final Map<Digest, Descriptor> layers = new HashMap<>();
    private final ArchiveLayers archives;
    private final BlobStore store;
    private final FileTree tree;
    private final boolean writable;

    /** @param writable whether guests may change their copies */
    ImageContent(Registry registry, List<Descriptor> layers, ArchiveLayers archives, BlobStore store, FileTree tree, boolean writable) {
        this.registry = registry;
        layers.forEach(layer -> this.layers.putIfAbsent(layer.digest(), layer));
        this.archives = archives;
        this.store = store;
        this.tree = tree;
        this.writable = writable;
    }

    static boolean isModule(Descriptor layer) {
        return Set.of(WASM, WASM_PACKAGE).contains(layer.mediaType());
    }

    @Override
    public ModuleSource module(ContentRef ref) {
        StagedFile module = file(ref, "module.wasm", MAX_MODULE);
        Descriptor layer = layers.get(module.blob().digest());
        if (layer != null && !isModule(layer)) {
            throw new GyreException("the layer " + layer.digest() + " is to be a module, but has the media type " + layer.mediaType());
        }
        return new ModuleSource.File(tree.module(module));
    }

    @Override
    public List<Mount> files(String component, List<LockedFile> files) {
        List<StagedFile> staged = files.stream().map(f -> file(f.content(), f.path(), FileTree.MAX_BYTES)).toList();
        return List.of(new Mount(tree.files(component, staged), "/", writable));
    }

    private StagedFile file(ContentRef ref, String path, long max) {
        if (ref.inline().isPresent()) {
            byte[] content = ref.inline().get();
            Digest digest = Digest.of(content);
            if (ref.digest().filter(d -> !d.equals(digest.toString())).isPresent()) {
                throw new GyreException("the content of " + path + " in the application has not the digest " + ref.digest().get());
            }
            return new StagedFile(path, new Blob(digest, content.length, path), offset -> new BlobSource.Part(new ByteArrayInputStream(content), 0));
        }
        Digest digest = Digest.parse(ref.digest().orElseThrow(() -> new GyreException("the content of " + path + " is not in the image, but at "
                + ref.source().orElse("nowhere"))));
        Descriptor layer = layers.get(digest);
        if (layer == null) {
            return archived(digest, path, max);
        }
        check(path, layer.size(), max);
        return new StagedFile(path, layer.blob(path + " of the image"), registry.blob(layer));
    }

    /** From the store when an earlier load has put it there, so that its archive need not be opened again. */
    private StagedFile archived(Digest digest, String path, long max) {
        if (archives.isEmpty()) {
            throw new GyreException("the image has no layer for " + path + ", " + digest);
        }
        BlobSource source = offset -> {
            InputStream in = Files.newInputStream(archives.file(digest));
            in.skipNBytes(offset);
            return new BlobSource.Part(in, offset);
        };
        OptionalLong kept = store.size(digest);
        long size = kept.isPresent() ? kept.getAsLong() : size(digest);
        check(path, size, max);
        return new StagedFile(path, new Blob(digest, size, path + " of an archive of the image"), source);
    }

    private long size(Digest digest) {
        try {
            Path file = archives.file(digest);
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(String path, long size, long max) {
        if (size > max) {
            throw new GyreException(path + " of the image has " + size + " bytes; at most " + max + " are allowed");
        }
    }
}
