package dev.gyre.api.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.osgi.annotation.versioning.ProviderType;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.engine.ExportType;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.runtime.Limits;

/** A deployed component, as everything that serves it sees it. Thread-safe; all but {@link #limits} never changes. */
@ProviderType
public interface ComponentContext {
    Application application();

    Component component();

    List<ImportType> imports();

    List<ExportType> exports();

    /** Whether it is a binary of the component model and no core module; it has no imports and exports of modules then. */
    default boolean composed() {
        return false;
    }

    /** Of a component of the component model: what it imports, interfaces and functions, such as {@code wasi:io/poll@0.2.3}. */
    default List<String> importedInterfaces() {
        return List.of();
    }

    /** Of a component of the component model: what it exports, interfaces and functions. */
    default List<String> exportedInterfaces() {
        return List.of();
    }

    /**
     * Where the module puts results in memory: configured, or found by a scan of its code.
     *
     * @return nothing when it cannot be told before the first call, or the module does not use these conventions
     */
    Optional<CoreLayout> layout();

    /**
     * The layout host functions answer in: {@link #layout()}, and where that cannot be told {@link CoreLayout#PACKED}, which
     * every toolchain since June 2022 makes. An older module whose layout is not recognised is configured with {@code abi}.
     */
    default CoreLayout hostLayout() {
        return layout().orElse(CoreLayout.PACKED);
    }

    /** The folder in which its application keeps what has to outlive it; only in memory when absent. */
    default Optional<Path> stateDir() {
        return Optional.empty();
    }

    /** In force for the next event: operators change them while the application runs, so do not keep them. */
    Limits limits();

    /** Gyre's settings for this component, as {@link dev.gyre.api.app.Application#settings(dev.gyre.api.app.Component)} gives them. */
    ConfigTable settings();
}
