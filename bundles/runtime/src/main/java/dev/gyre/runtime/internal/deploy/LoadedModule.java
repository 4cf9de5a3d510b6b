package dev.gyre.runtime.internal.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.engine.CompileCache;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.ModuleProfile;
import dev.gyre.api.runtime.DeployException;
import dev.gyre.runtime.internal.scan.LayoutScan;
import dev.gyre.runtime.internal.scan.ScannedImport;
import dev.gyre.runtime.internal.settings.ComponentSettings;
import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.ModuleProfiler;

/**
 * A component's module, read once per deploy. Immutable.
 *
 * @param digest       {@link CompileCache#digest}
 * @param label        what the module is called in messages: its path
 * @param firstImports the first import of each import module
 * @param shape        when it is a component of the component model and no core module
 */
record LoadedModule(Component component, ComponentSettings settings, ModuleBytes wasm, String digest, String label, ModuleProfile profile,
        List<ScannedImport> firstImports, Optional<CoreLayout> layout, Optional<ComponentShape> shape) {
    private static final long LARGEST = 512L << 20;

    /** @throws DeployException naming the component, the file and what is wrong with it */
    static LoadedModule of(Component component, ComponentSettings settings, ModuleStore store) {
        return switch (component.source()) {
            case ModuleSource.File file -> of(component, settings, store, read(component, file.path()), file.path().toString());
            case ModuleSource.Bytes bytes -> of(component, settings, store, bytes.content(), bytes.description());
            case ModuleSource.Url url -> throw notLoaded(component, url.url().toString());
            case ModuleSource.Parcel parcel -> throw notLoaded(component, parcel.reference() + " " + parcel.parcel());
            case ModuleSource.Package p -> throw notLoaded(component, p.name() + " " + p.version());
        };
    }

    private static LoadedModule of(Component component, ComponentSettings settings, ModuleStore store, byte[] wasm, String label) {
        try {
            String digest = CompileCache.digest(wasm);
            if (dev.gyre.component.link.Component.is(wasm)) {
                dev.gyre.component.link.Component composed = dev.gyre.component.link.Component.read(wasm);
                return new LoadedModule(component, settings, store.bytes(digest, () -> new ModuleBytes(wasm)), digest, label,
                        ComponentShape.profile(composed), List.of(), Optional.empty(), Optional.of(ComponentShape.of(composed)));
            }
            ModuleBinary module = ModuleBinary.read(wasm);
            return new LoadedModule(component, settings, store.bytes(digest, () -> new ModuleBytes(wasm)), digest, label, ModuleProfiler.profile(module),
                    ScannedImport.firstOf(module), settings.layout().or(() -> LayoutScan.of(module)), Optional.empty());
        } catch (ModuleException e) {
            throw failure(component, label, e.getMessage(), e);
        }
    }

    private static byte[] read(Component component, Path path) {
        try {
            if (Files.isDirectory(path)) {
                throw failure(component, path.toString(), "this is a folder, and a WebAssembly module is needed", null);
            }
            long size = Files.size(path);
            if (size > LARGEST) {
                throw failure(component, path.toString(), "the file has " + size + " bytes; a module may have " + LARGEST, null);
            }
            return Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw failure(component, path.toString(), "there is no such file; build the component first (gyre build), or correct its source", e);
        } catch (IOException e) {
            throw failure(component, path.toString(), "the file cannot be read: " + e, e);
        }
    }

    private static DeployException notLoaded(Component component, String source) {
        return failure(component, source, "the module was not fetched: no loader of this container can", null);
    }

    static DeployException failure(Component component, String label, String problem, Throwable cause) {
        return new DeployException(component.position() + ": component \"" + component.id() + "\": " + label + ": " + problem, cause);
    }

    /** The same for a problem of this module. */
    DeployException failure(String problem, Throwable cause) {
        return failure(component, label, problem, cause);
    }
}
