package dev.gyre.api.engine;

import java.util.List;
import java.util.Optional;

import org.osgi.annotation.versioning.ProviderType;

/** A compiled module. Immutable and thread-safe; freed by the garbage collector. */
@ProviderType
public interface CompiledModule {
    List<ImportType> imports();

    List<ExportType> exports();

    /** The type of an export, if there is one of that name. */
    default Optional<ExternType> export(String name) {
        return exports().stream().filter(e -> e.name().equals(name)).map(ExportType::type).findFirst();
    }

    /**
     * Resolves what can be resolved once per deploy.
     *
     * @param imports one binding for each of {@link #imports()}, in the same order
     * @throws ModuleException when a binding's type does not match its import
     */
    InstancePre prepare(List<ImportBinding> imports);
}
