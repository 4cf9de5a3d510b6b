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
     * The manifest of an image, through an index when the reference names one.
     *
     * @throws GyreException when there is none, or it is not the one that was asked for
     */
    public static Registry.Manifest manifest(ImageReference image, Registry registry, BlobStore store) {
        Registry.Manifest found = named(image, registry, store);
        if (!ImageManifest.isIndex(found.json(), image.toString())) {
            return found;
        }
        Registry.Manifest inner = byDigest(ImageManifest.choose(found.json(), image.toString()).digest(), image, registry, store);
        if (ImageManifest.isIndex(inner.json(), image.toString())) {
            throw new GyreException(image + " is a list of lists of images, which is not looked into");
        }
        return inner;
    }

    private static Registry.Manifest named(ImageReference image, Registry registry, BlobStore store) {
        if (image.digest().isPresent()) {
            return byDigest(image.digest().get(), image, registry, store);
        }
        String name = "image " + image;
        try {
            Registry.Manifest manifest = registry.manifest(image.manifest()).orElseThrow(() -> new GyreException("there is no image " + image));
            store.put(manifest.json());
            if (!store.recall(name).equals(Optional.of(manifest.digest()))) {
                store.remember(name, manifest.digest());
            }
            return manifest;
        } catch (UnreachableException e) {
            Digest before = store.recall(name).orElseThrow(() -> e);
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
