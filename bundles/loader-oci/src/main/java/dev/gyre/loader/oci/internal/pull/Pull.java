package dev.gyre.loader.oci.internal.pull;

import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.blobs.BlobStore;
import dev.gyre.blobs.Digest;
import dev.gyre.blobs.http.UnreachableException;
import dev.gyre.loader.oci.internal.registry.ImageManifest;
import dev.gyre.loader.oci.internal.registry.ImageReference;
import dev.gyre.loader.oci.internal.registry.Registry;

/** Gets manifests: by digest from the store if it has them, by tag from the store only when the registry cannot be asked. Stateless. */
public final class Pull {
    private static final Logger LOG = LoggerFactory.getLogger(Pull.class);

    private Pull() {
    }

    /**
     * What a reference stands for.
     *
     * @param named    digest of what it names, which may be an index
     * @param manifest of the image
     */
    public record Found(Digest named, Registry.Manifest manifest) {
    }

    /**
     * Finds the manifest of an image, through an index when the reference names one.
     *
     * @throws GyreException when there is none, or it is not the one that was asked for
     */
    public static Found find(ImageReference image, Registry registry, BlobStore store) {
        Registry.Manifest named = named(image, registry, store);
        if (!ImageManifest.isIndex(named.json(), image.toString())) {
            return new Found(named.digest(), named);
        }
        Registry.Manifest inner = byDigest(ImageManifest.choose(named.json(), image.toString()).digest(), image, registry, store);
        if (ImageManifest.isIndex(inner.json(), image.toString())) {
            throw new GyreException(image + " is a list of lists of images, which is not looked into");
        }
        return new Found(named.digest(), inner);
    }

    /**
     * Remembers what a tag stands for, for when the registry cannot be asked. To be called when all of it is there and was found good: what a
     * registry says by mistake does not replace what could start.
     */
    public static void remember(ImageReference image, Found found, BlobStore store) {
        if (image.digest().isEmpty() && !store.recall(name(image)).equals(Optional.of(found.named))) {
            store.remember(name(image), found.named);
        }
    }

    private static String name(ImageReference image) {
        return "image " + image;
    }

    private static Registry.Manifest named(ImageReference image, Registry registry, BlobStore store) {
        if (image.digest().isPresent()) {
            return byDigest(image.digest().get(), image, registry, store);
        }
        try {
            Registry.Manifest manifest = registry.manifest(image.manifest()).orElseThrow(() -> new GyreException("there is no image " + image));
            store.put(manifest.json());
            return manifest;
        } catch (UnreachableException e) {
            Digest before = store.recall(name(image)).orElseThrow(() -> e);
            byte[] json = store.find(before).orElseThrow(() -> e);
            LOG.warn("{}; {} is taken from what was pulled before, {}", e.getMessage(), image, before);
            return new Registry.Manifest(json, before);
        }
    }

    private static Registry.Manifest byDigest(Digest digest, ImageReference image, Registry registry, BlobStore store) {
        Optional<byte[]> kept = store.find(digest);
        if (kept.isPresent()) {
            return new Registry.Manifest(kept.get(), digest);
        }
        Registry.Manifest manifest = registry.manifest(digest.toString())
                .orElseThrow(() -> new GyreException("there is no image " + image.repository() + "@" + digest + " in " + image.registry()));
        if (!manifest.digest().equals(digest)) {
            throw new GyreException(image.registry() + " was asked for the manifest " + digest + " and sent another one, " + manifest.digest());
        }
        store.put(manifest.json());
        return manifest;
    }
}
