package dev.gyre.loader.oci.internal.pull;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import dev.gyre.api.GyreException;
import dev.gyre.blobs.BlobStore;
import dev.gyre.blobs.BlobStore.Staging;
import dev.gyre.blobs.Digest;
import dev.gyre.blobs.Progress;
import dev.gyre.blobs.stage.FileTree;
import dev.gyre.loader.oci.internal.registry.Descriptor;
import dev.gyre.loader.oci.internal.registry.Registry;

/**
 * Files that an image has in archives, by their digests. Archives are opened when the first file of them is wanted that the store has
 * not. Thread-safe; blocks.
 */
final class ArchiveLayers {
    /** With headers and what is passed over. */
    private static final long MAX_ARCHIVE = FileTree.MAX_BYTES + (64L << 20);

    private final Registry registry;
    private final List<Descriptor> layers;
    private final Path folder;
    private final BlobStore store;
    private final Progress progress;
    private Map<Digest, Path> files;

    /** @param folder of this load's own, for what is taken out of archives */
    ArchiveLayers(Registry registry, List<Descriptor> layers, Path folder, BlobStore store, Progress progress) {
        this.registry = registry;
        this.layers = layers;
        this.folder = folder;
        this.store = store;
        this.progress = progress;
    }

    boolean isEmpty() {
        return layers.isEmpty();
    }

    /** @throws GyreException when no archive has it */
    synchronized Path file(Digest digest) throws IOException {
        if (files == null) {
            files = extracted();
        }
        Path file = files.get(digest);
        if (file == null) {
            throw new GyreException("none of the image's layers has the content " + digest);
        }
        return file;
    }

    private Map<Digest, Path> extracted() throws IOException {
        Files.createDirectories(folder);
        Extraction extraction = new Extraction();
        for (Descriptor layer : layers) {
            Path archive = folder.resolve(layer.digest().hex() + ".tar.gz");
            Files.deleteIfExists(archive);
            store.stage(layer.blob("an archive of the image"), registry.blob(layer), archive, Staging.LINK, progress);
            try (InputStream in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive)))) {
                new TarEntries(in, MAX_ARCHIVE).forEach(extraction::add);
            } catch (IOException e) {
                throw new GyreException("an archive of the image cannot be read: " + e.getMessage(), e);
            }
            Files.delete(archive);
        }
        return extraction.found;
    }

    /** Takes files out, as many and as large as an application may have: what was small in the archive may not be here. */
    private final class Extraction {
        final Map<Digest, Path> found = new HashMap<>();
        private int count;
        private long bytes;

        void add(InputStream content, long size) throws IOException {
            count++;
            bytes += size;
            if (count > FileTree.MAX_FILES || bytes > FileTree.MAX_BYTES) {
                throw new GyreException("the archives of the image have more than " + FileTree.MAX_FILES + " files or " + FileTree.MAX_BYTES + " bytes");
            }
            Path file = folder.resolve(Integer.toString(count));
            MessageDigest sha256 = Digest.sha256();
            Files.deleteIfExists(file);
            Files.copy(new DigestInputStream(content, sha256), file);
            found.put(Digest.of(sha256), file);
        }
    }
}
