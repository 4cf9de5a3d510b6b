package dev.gyre.loader.oci.internal.pull;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.app.Origin;
import dev.gyre.api.loader.AppLoader;
import dev.gyre.api.loader.ImageVerifier;
import dev.gyre.api.loader.LoadOptions;
import dev.gyre.api.loader.ManifestReader;
import dev.gyre.blobs.BlobStore;
import dev.gyre.blobs.Digest;
import dev.gyre.blobs.Progress;
import dev.gyre.blobs.TransferDisplay;
import dev.gyre.blobs.http.Access;
import dev.gyre.blobs.http.RegistryRules;
import dev.gyre.blobs.stage.FileTree;
import dev.gyre.blobs.stage.StagedFile;
import dev.gyre.loader.oci.internal.policy.CosignVerifier;
import dev.gyre.loader.oci.internal.registry.CredentialFiles;
import dev.gyre.loader.oci.internal.registry.Descriptor;
import dev.gyre.loader.oci.internal.registry.ImageManifest;
import dev.gyre.loader.oci.internal.registry.ImageReference;
import dev.gyre.loader.oci.internal.registry.Login;
import dev.gyre.loader.oci.internal.registry.Registry;
import dev.gyre.locked.LockedApps;

/**
 * Loads applications from OCI registries: images as Spin pushes them (0.8 to 4), and images of a single module, which then answers
 * every HTTP request. Thread-safe; blocks on disk and network.
 */
@Capability(namespace = "dev.gyre.loader", name = "oci")
@Component(property = AppLoader.PROPERTY + "=oci")
public final class OciLoader implements AppLoader {
    /** What marks the layer with the locked application; in Spin's first images it is the config. */
    public static final String APPLICATION = "application/vnd.fermyon.spin.application.v1+config";
    /** What marks a layer with many files. */
    public static final String ARCHIVE = "application/vnd.wasm.content.bundle.v1.tar+gzip";
    /** Option of the source. */
    public static final String INSECURE = "insecure";
    private static final int MAX_APPLICATION = 16 << 20;

    private final ManifestReader reader;
    private final BlobStore store;
    private final RegistryRules rules;
    private final CosignVerifier cosign;
    private final CredentialFiles credentials;

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    volatile List<ImageVerifier> verifiers = List.of();

    @Activate
    public OciLoader(@Reference ManifestReader reader, @Reference BlobStore store, @Reference RegistryRules rules, @Reference CosignVerifier cosign) {
        this(reader, store, rules, cosign, new CredentialFiles(System.getenv(), Optional.ofNullable(System.getProperty("user.home"))));
    }

    public OciLoader(ManifestReader reader, BlobStore store, RegistryRules rules, CosignVerifier cosign, CredentialFiles credentials) {
        this.reader = reader;
        this.store = store;
        this.rules = rules;
        this.cosign = cosign;
        this.credentials = credentials;
    }

    @Override
    public Application load(String reference, LoadOptions options) {
        ImageReference image = ImageReference.parse(reference);
        rules.check(image.registry());
        try (Registry registry = open(image, options)) {
            Pull.Found found = Pull.find(image, registry, store);
            Digest digest = found.manifest().digest();
            cosign.verify(image, found, registry);
            verifiers.forEach(v -> v.verify(image.toString(), digest.toString()));
            ImageManifest manifest = ImageManifest.read(found.manifest().json(), image.toString());
            long total = manifest.layers().stream().mapToLong(Descriptor::size).sum();
            try (TransferDisplay display = TransferDisplay.onConsole("Pulling " + image, total)) {
                Application app = load(image, digest, manifest, registry, options, display);
                Pull.remember(image, found, store);
                return app;
            }
        }
    }

    private Registry open(ImageReference image, LoadOptions options) {
        // credential helpers may ask the network, too
        Login login = options.offline() ? new Login.Anonymous() : credentials.login(image.registry());
        return new Registry(image, login, new Access(options.source().containsKey(INSECURE), Optional.empty(), options.offline()));
    }

    @Override
    public Optional<String> version(String reference, LoadOptions options) {
        ImageReference image = ImageReference.parse(reference);
        rules.check(image.registry());
        try (Registry registry = open(image, options)) {
            return Optional.of(Pull.find(image, registry, store).manifest().digest().toString());
        }
    }

    /** An image that is to become an application. */
    private record Found(ImageReference image, Origin origin, ImageManifest manifest, Registry registry) {
    }

    private Application load(ImageReference image, Digest digest, ImageManifest manifest, Registry registry, LoadOptions options, Progress progress) {
        Found found = new Found(image, new Origin.Registry(image.toString(), image.registry(), Optional.of(digest.toString())), manifest, registry);
        FileTree tree = new FileTree(options.staging(), store, options.transientWrites(), progress);
        Path unpacked = options.staging().resolve("unpacked");
        boolean done = false;
        try {
            Application app = application(manifest)
                    .map(layer -> locked(found, layer, tree, unpacked, options, progress))
                    .orElseGet(() -> single(found, tree));
            done = true;
            return app;
        } finally {
            FileTree.remove(unpacked);
            if (!done) {
                tree.discard();
            }
        }
    }

    /** The layer with the locked application. */
    private static Optional<Descriptor> application(ImageManifest manifest) {
        List<Descriptor> layers = manifest.layers().stream().filter(l -> l.mediaType().equals(APPLICATION)).toList();
        if (layers.size() > 1) {
            throw new GyreException("the image has " + layers.size() + " layers of the type " + APPLICATION + ", and may have one");
        }
        boolean first = manifest.config().mediaType().equals(APPLICATION);
        return layers.isEmpty() && first ? Optional.of(manifest.config()) : layers.stream().findFirst();
    }

    /** @param layer the one with the locked application */
    private Application locked(Found found, Descriptor layer, FileTree tree, Path unpacked, LoadOptions options, Progress progress) {
        if (layer.size() > MAX_APPLICATION) {
            throw new GyreException("the locked application of " + found.image + " has " + layer.size() + " bytes; at most " + MAX_APPLICATION + " are allowed");
        }
        String name = "locked application of " + found.image;
        String json = new String(store.bytes(layer.blob("the " + name), found.registry.blob(layer), progress), StandardCharsets.UTF_8);
        List<Descriptor> archived = found.manifest.layers().stream().filter(l -> l.mediaType().equals(ARCHIVE)).toList();
        ArchiveLayers archives = new ArchiveLayers(found.registry, archived, unpacked, store, progress);
        return LockedApps.read(json, name, found.origin, new ImageContent(found.registry, found.manifest.layers(), archives, store, tree, options.transientWrites()));
    }

    /** An image of nothing but a module. */
    private Application single(Found found, FileTree tree) {
        ImageReference image = found.image;
        List<Descriptor> modules = found.manifest.layers().stream().filter(ImageContent::isModule).toList();
        if (found.manifest.layers().size() != 1 || modules.size() != 1) {
            throw new GyreException(image + " is no Spin application: none of its " + found.manifest.layers().size() + " layers has the type " + APPLICATION
                    + ", and it is no single module either");
        }
        Descriptor module = modules.getFirst();
        Path file = tree.module(new StagedFile("module.wasm", module.blob("the module of " + image), found.registry.blob(module)));
        String name = image.repository().substring(image.repository().lastIndexOf('/') + 1);
        String manifestText = """
                spin_manifest_version = 2
                [application]
                name = "%s"
                [[trigger.http]]
                route = "/..."
                component = "module"
                [component.module]
                source = "module.wasm"
                """.formatted(name);
        Application app = reader.read(manifestText, "single module of " + image, found.origin);
        return app.withComponents(app.components().stream().map(c -> c.staged(new ModuleSource.File(file), List.of())).toList());
    }
}
