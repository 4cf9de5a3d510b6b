package dev.gyre.runtime.internal.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.engine.CompileCache;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.ModuleProfile;
import dev.gyre.api.runtime.DeployException;
import dev.gyre.api.runtime.Limits;
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
 * @param composition  its dependencies
 * @param typed        whether it is a core module with the ABI of components
 */
record LoadedModule(Component component, ComponentSettings settings, ModuleBytes wasm, String digest, String label, ModuleProfile profile,
        List<ScannedImport> firstImports, Optional<CoreLayout> layout, Optional<ComponentShape> shape, Composition composition, boolean typed) {
    /** Spin's interfaces before they had versions (Spin 1.1 to 1.5). */
    private static final Pattern EARLY = Pattern.compile("fermyon:spin/[a-z-]+");
    /** Interfaces of Spin of which few programs use one; those of languages without linker import them all. */
    private static final Pattern SELDOM = Pattern.compile("(?:fermyon:spin/|spin:[a-z]+/)(?:llm|mqtt|mysql|postgres)(?:@.*)?");
    private static final List<String> EVERYTHING = List.of("fermyon:spin/llm", "fermyon:spin/mysql", "fermyon:spin/postgres");
    private static final long LARGEST = 512L << 20;

    /** @throws DeployException naming the component, the file and what is wrong with it */
    static LoadedModule of(Component component, ComponentSettings settings, ModuleStore store) {
        byte[] wasm = read(component, component.source());
        String label = label(component.source());
        try {
            String digest = CompileCache.digest(wasm);
            if (dev.gyre.component.link.Component.is(wasm) || dev.gyre.component.link.Component.isTyped(wasm)) {
                dev.gyre.component.link.Component read = dev.gyre.component.link.Component.read(wasm);
                Composition composition = component.dependencies().isEmpty() ? Composition.NONE
                        : Composition.of(component, read, store, (source, what) -> read(component, source));
                dev.gyre.component.link.Component composed = composition.composed(read);
                return new LoadedModule(component, settings, store.bytes(digest, () -> new ModuleBytes(wasm)), composition.digest(digest), label,
                        ComponentShape.profile(composed), coreImports(wasm, read), Optional.empty(), Optional.of(ComponentShape.of(composed)), composition,
                        !dev.gyre.component.link.Component.is(wasm));
            }
            if (!component.dependencies().isEmpty()) {
                throw failure(component, label, "it is a core module, and only a component of the component model can have dependencies: "
                        + String.join(", ", component.dependencies().keySet()), null);
            }
            ModuleBinary module = ModuleBinary.read(wasm);
            return new LoadedModule(component, settings, store.bytes(digest, () -> new ModuleBytes(wasm)), digest, label, ModuleProfiler.profile(module),
                    ScannedImport.firstOf(module), settings.layout().or(() -> LayoutScan.of(module)), Optional.empty(), Composition.NONE, false);
        } catch (ModuleException e) {
            throw failure(component, label, e.getMessage(), e);
        }
    }

    /** What a typed core module imports otherwise than by interface: functions of host modules. */
    private static List<ScannedImport> coreImports(byte[] wasm, dev.gyre.component.link.Component component) {
        return dev.gyre.component.link.Component.is(wasm) ? List.of() : ScannedImport.firstOf(ModuleBinary.read(wasm)).stream()
                .filter(i -> !component.imports().containsKey(i.module()) && !i.module().equals("$root")).toList();
    }

    /** Whether it is of an SDK that imports all its interfaces, whether they are called or not. */
    boolean mayLack(String interfaceName) {
        return typed && EARLY.matcher(interfaceName).matches() || SELDOM.matcher(interfaceName).matches() && importsEverything();
    }

    private boolean importsEverything() {
        return shape.filter(s -> EVERYTHING.stream().allMatch(name -> s.imports().stream().anyMatch(i -> i.startsWith(name)))).isPresent();
    }

    /** The component, with its dependencies. */
    dev.gyre.component.link.Component decoded() {
        return composition.composed(dev.gyre.component.link.Component.read(wasm.bytes()));
    }

    private static byte[] read(Component component, ModuleSource source) {
        return switch (source) {
            case ModuleSource.File file -> read(component, file.path());
            case ModuleSource.Bytes bytes -> bytes.content();
            case ModuleSource.Url _, ModuleSource.Parcel _, ModuleSource.Package _ ->
                    throw failure(component, label(source), "the module was not fetched: no loader of this container can", null);
        };
    }

    private static String label(ModuleSource source) {
        return switch (source) {
            case ModuleSource.File file -> file.path().toString();
            case ModuleSource.Bytes bytes -> bytes.description();
            case ModuleSource.Url url -> url.url().toString();
            case ModuleSource.Parcel parcel -> parcel.reference() + " " + parcel.parcel();
            case ModuleSource.Package p -> p.name() + " " + p.version();
        };
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

    static DeployException failure(Component component, String label, String problem, Throwable cause) {
        return new DeployException(component.position() + ": component \"" + component.id() + "\": " + label + ": " + problem, cause);
    }

    /** What no event can have that the module begins with: limits may change while it is deployed, so that is no error. */
    List<String> beyond(Limits limits) {
        List<String> beyond = new ArrayList<>();
        long allowed = limits.memoryBytes() >> 16;
        if (profile.memoryPages() > allowed) {
            beyond.add(beyond("memories begin with " + profile.memoryPages() + " pages of 64 KiB", "memory", limits.memoryBytes() + " bytes (" + allowed + " pages)"));
        }
        if (profile.tableElements() > limits.tableElements()) {
            beyond.add(beyond("tables begin with " + profile.tableElements() + " elements", "table-elements", String.valueOf(limits.tableElements())));
        }
        return beyond;
    }

    private String beyond(String demand, String limit, String value) {
        return failure("its " + demand + ", and its limit \"" + limit + "\" is " + value + ": every event will fail; raise limits." + limit
                + " in gyre.toml or the operator's settings, or build it with less", null).getMessage();
    }

    /** The same for a problem of this module. */
    DeployException failure(String problem, Throwable cause) {
        return failure(component, label, problem, cause);
    }
}
