package dev.gyre.loader.local.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.Dependency;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.app.Mount;
import dev.gyre.api.app.Origin;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Position;
import dev.gyre.api.loader.AppLoader;
import dev.gyre.api.loader.LoadOptions;
import dev.gyre.api.loader.ManifestReader;
import dev.gyre.api.loader.ModuleLoader;
import dev.gyre.loader.local.internal.files.AppFolder;
import dev.gyre.loader.local.internal.files.FileLimits;
import dev.gyre.loader.local.internal.files.FileStager;

/** Loads applications from manifests on disk. Thread-safe; blocks on disk, and on the network for modules with a URL. */
@Capability(namespace = "dev.gyre.loader", name = "local")
@org.osgi.service.component.annotations.Component(property = AppLoader.PROPERTY + "=local")
public final class LocalLoader implements AppLoader {
    private static final String SETTINGS_FILE = "gyre.toml";

    private final ManifestReader reader;

    /** For modules that are parcels of bindles. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY,
            target = "(" + ModuleLoader.PROPERTY + "=Parcel)")
    volatile ModuleLoader parcels;

    @Activate
    public LocalLoader(@Reference ManifestReader reader) {
        this.reader = reader;
    }

    @Override
    public Application load(String reference, LoadOptions options) {
        ManifestFile file = ManifestFile.find(reference);
        String text = file.text();
        Application app = reader.read(text, file.name(), new Origin.Manifest(file.path()), options.profile());
        ConfigTable settings = settings(file);
        return stage(app.withSettings(FileLimits.without(settings)), file, FileLimits.of(settings), options);
    }

    private ConfigTable settings(ManifestFile manifest) {
        Optional<ManifestFile> file = manifest.sibling(SETTINGS_FILE);
        return file.map(f -> reader.table(f.text(), f.name()))
                .orElseGet(() -> ConfigTable.empty("", Position.of(SETTINGS_FILE)));
    }

    private static Map<String, Dependency> dependencies(Component component, ModuleResolver modules) {
        Map<String, Dependency> out = new LinkedHashMap<>();
        component.dependencies().forEach((name, dependency) -> out.put(name, modules.resolve(dependency)));
        return out;
    }

    private static Map<String, List<Dependency>> triggerDependencies(Component component, ModuleResolver modules) {
        Map<String, List<Dependency>> out = new LinkedHashMap<>();
        component.triggerDependencies().forEach((role, list) -> out.put(role, list.stream().map(modules::resolve).toList()));
        return out;
    }

    private Path parcel(ModuleSource.Parcel parcel, LoadOptions options) {
        return Optional.ofNullable(parcels)
                .orElseThrow(() -> new GyreException("the module is parcel " + parcel.parcel() + " of the bindle " + parcel.reference()
                        + ", which needs a bindle loader, and none is installed"))
                .load(parcel, options);
    }

    private Application stage(Application app, ManifestFile file, FileLimits limits, LoadOptions options) {
        AppFolder folder = AppFolder.of(file.path().getParent(), options.staging());
        FileStager stager = new FileStager(folder, limits, options);
        ModuleResolver modules = new ModuleResolver(folder.path(), new ModuleFetcher(options.offline() ? ModuleFetcher::offline : ModuleFetcher::client, options.staging()),
                parcel -> parcel(parcel, options));
        boolean done = false;
        try {
            List<Component> staged = new ArrayList<>();
            for (Component component : app.components()) {
                ModuleSource module = modules.resolve(component);
                List<Mount> mounts = stager.stage(component);
                staged.add(component.staged(module, mounts).toBuilder().dependencies(dependencies(component, modules))
                        .triggerDependencies(triggerDependencies(component, modules)).build());
            }
            done = true;
            return app.withComponents(staged);
        } finally {
            if (!done) {
                stager.discard();
            }
        }
    }
}
