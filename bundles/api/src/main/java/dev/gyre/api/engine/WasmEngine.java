package dev.gyre.api.engine;

import java.util.List;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Compiles and runs core WebAssembly modules.
 *
 * <pre>
 *   WasmEngine ──compile──► CompiledModule ──prepare──► InstancePre ──instantiate(Store)──► CoreInstance
 *        (service)           (once per module)           (once per deploy)                  (once per event)
 * </pre>
 *
 * <p>An engine is an OSGi service with the property {@value #PROPERTY}; {@code service.ranking} decides between several.
 * Everything up to {@link InstancePre} is immutable and shared by all threads; a {@link Store} and all in it is for one
 * thread at a time, except {@link Store#interrupt}. Objects of one engine are never handed to another.
 *
 * <p>Thread-safe.
 */
@ProviderType
public interface WasmEngine {
    /** Service property holding {@link #id()}. */
    String PROPERTY = "gyre.engine";

    /** Short name users write, such as {@code chicory}. */
    String id();

    /** Version of the engine and its adapter: part of every key of a compiled artefact. */
    String version();

    EngineCapabilities capabilities();

    /**
     * How well it would run a module, told from its profile alone: decides which engine an application gets. Does not block.
     */
    default Fit fit(ModuleProfile profile) {
        List<String> missing = profile.features().stream().filter(f -> !capabilities().features().contains(f)).map(Feature::toString).sorted().toList();
        if (!missing.isEmpty()) {
            return new Fit(Fit.Level.REFUSED, id() + " lacks " + String.join(", ", missing));
        }
        return capabilities().optimizing() ? new Fit(Fit.Level.GOOD, "has every feature the module uses")
                : new Fit(Fit.Level.SLOW, capabilities().remark().isEmpty() ? "it does not compile guests" : capabilities().remark());
    }

    /**
     * Validates and compiles a module. May take seconds and several threads.
     *
     * @param wasm the binary; not changed and not kept
     * @throws ModuleException when it is no valid module, or needs what this engine lacks
     */
    CompiledModule compile(byte[] wasm, CompileOptions options);

    /**
     * Opens a store: the unit of isolation, one per event.
     *
     * @param data what host functions find with {@link Caller#data()}
     */
    Store openStore(StoreLimits limits, Object data);
}
