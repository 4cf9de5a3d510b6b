package dev.gyre.loader.bindle.internal.pull;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Reference;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.app.Mount;
import dev.gyre.api.app.Origin;
import dev.gyre.api.loader.AppLoader;
import dev.gyre.api.loader.LoadOptions;
import dev.gyre.api.loader.ManifestReader;
import dev.gyre.api.loader.ModuleLoader;
import dev.gyre.bindle.BindleId;
import dev.gyre.bindle.Invoice;
import dev.gyre.bindle.Label;
import dev.gyre.bindle.Parcel;
import dev.gyre.blobs.Blob;
import dev.gyre.blobs.BlobStore;
import dev.gyre.blobs.Digest;
import dev.gyre.blobs.Progress;
import dev.gyre.blobs.TransferDisplay;
import dev.gyre.blobs.http.RegistryRules;
import dev.gyre.blobs.stage.FileTree;
import dev.gyre.blobs.stage.StagedFile;
import dev.gyre.loader.bindle.internal.BindleSource;
import dev.gyre.loader.bindle.internal.Sources;

/**
 * Loads applications that are bindles, as Spin 0.1 to 1.5 wrote them, and modules that are parcels. The reference is an id,
 * {@code name/version}; {@link Sources} says what else can be said. Thread-safe; blocks on disk and network.
 */
@Capability(namespace = "dev.gyre.loader", name = "bindle")
@org.osgi.service.component.annotations.Component(service = {AppLoader.class, ModuleLoader.class},
        property = {AppLoader.PROPERTY + "=bindle", ModuleLoader.PROPERTY + "=Parcel"})
public final class BindleLoader implements AppLoader, ModuleLoader {
    /** What marks a Spin application's manifest. */
    public static final String MANIFEST_TYPE = "application/vnd.fermyon.spin+toml";
    private static final long MAX_MANIFEST = 1 << 20;
    private static final long MAX_MODULE = 256L << 20;

    private final ManifestReader reader;
    private final BlobStore store;
    private final RegistryRules rules;

    @Activate
    public BindleLoader(@Reference ManifestReader reader, @Reference BlobStore store, @Reference RegistryRules rules) {
        this.reader = reader;
        this.store = store;
        this.rules = rules;
    }

    @Override
    public Application load(String reference, LoadOptions options) {
        BindleId id = BindleId.parse(reference);
        try (BindleSource source = Sources.open(options.source(), rules)) {
            Invoice invoice = PulledInvoice.of(id, source, store, reader);
            long total = invoice.parcels().stream().mapToLong(p -> p.label().size()).sum();
            try (TransferDisplay display = TransferDisplay.onConsole("Pulling " + id, total)) {
                return load(invoice, source, options, display);
            }
        }
    }

    private Application load(Invoice invoice, BindleSource source, LoadOptions options, Progress progress) {
        Label label = manifest(invoice);
        StagedFile file = file(invoice, label, source, MAX_MANIFEST);
        String text = new String(store.bytes(file.blob(), file.source(), progress), StandardCharsets.UTF_8);
        String name = label.name() + " of " + invoice.id();
        InnerManifest inner = InnerManifest.of(reader.table(text, name), invoice);
        Application app = reader.read(inner.text(), name, new Origin.Registry(invoice.id().toString(), source.name()));
        FileTree tree = new FileTree(options.staging(), store, options.transientWrites(), progress);
        boolean done = false;
        try {
            List<Component> staged = new ArrayList<>();
            for (int i = 0; i < app.components().size(); i++) {
                Component component = app.components().get(i);
                Path module = module(invoice, component, source, tree);
                staged.add(component.staged(new ModuleSource.File(module), mounts(invoice, component, inner.groups().get(i), source, tree, options)));
            }
            done = true;
            return app.withComponents(staged);
        } finally {
            if (!done) {
                tree.discard();
            }
        }
    }

    private static Label manifest(Invoice invoice) {
        List<Label> manifests = invoice.parcels().stream().map(Parcel::label).filter(l -> l.mediaType().equals(MANIFEST_TYPE)).toList();
        if (manifests.size() != 1) {
            throw new GyreException("the bindle " + invoice.id() + " is no Spin application: " + manifests.size() + " of its parcels have the media type "
                    + MANIFEST_TYPE + ", and one must");
        }
        return manifests.getFirst();
    }

    private static Path module(Invoice invoice, Component component, BindleSource source, FileTree tree) {
        String parcel = ((ModuleSource.Parcel) component.source()).parcel();
        return tree.module(file(invoice, label(invoice, parcel, "component \"" + component.id() + "\""), source, MAX_MODULE));
    }

    private static Label label(Invoice invoice, String sha256, String who) {
        return invoice.parcels().stream().map(Parcel::label).filter(l -> l.sha256().equalsIgnoreCase(sha256)).findFirst()
                .orElseThrow(() -> new GyreException(who + " wants the parcel " + sha256 + ", which is no part of the bindle " + invoice.id()));
    }

    private static List<Mount> mounts(Invoice invoice, Component component, Optional<String> group, BindleSource source, FileTree tree,
            LoadOptions options) {
        return group.map(name -> invoice.members(name).stream().map(p -> file(invoice, p.label(), source, FileTree.MAX_BYTES)).toList())
                .map(files -> List.of(new Mount(tree.files(component.id(), files), "/", options.transientWrites())))
                .orElse(List.of());
    }

    private static StagedFile file(Invoice invoice, Label label, BindleSource source, long max) {
        if (label.size() > max) {
            throw new GyreException("parcel " + label.name() + " of the bindle " + invoice.id() + " has " + label.size() + " bytes; at most " + max
                    + " are allowed");
        }
        Blob blob = new Blob(new Digest(label.sha256()), label.size(), "parcel " + label.name() + " of the bindle " + invoice.id());
        return new StagedFile(label.name(), blob, source.parcel(invoice.id(), label));
    }

    @Override
    public Path load(ModuleSource module, LoadOptions options) {
        ModuleSource.Parcel parcel = (ModuleSource.Parcel) module;
        BindleId id = BindleId.parse(parcel.reference());
        try (BindleSource source = Sources.open(options.source(), rules)) {
            Invoice invoice = PulledInvoice.of(id, source, store, reader);
            Label label = label(invoice, parcel.parcel(), "the manifest");
            try (TransferDisplay display = TransferDisplay.onConsole("Pulling " + label.name() + " of " + id, label.size())) {
                return new FileTree(options.staging(), store, false, display).module(file(invoice, label, source, MAX_MODULE));
            }
        }
    }
}
