package dev.gyre.component.link;

import java.util.List;
import java.util.Map;

import org.osgi.annotation.versioning.ProviderType;

import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.WasmEngine;

/** A component that was decoded, validated and planned. Immutable and thread-safe. */
@ProviderType
public interface Component {
    /** Imports in order, by name. */
    Map<String, Entity> imports();

    /** Exports in order, by name. */
    Map<String, Entity> exports();

    /** The core modules in it, in order, those of nested components too: what {@link #compile} gives to the engine. */
    List<byte[]> modules();

    /**
     * Compiles the core modules. May take seconds.
     *
     * @param options the name gets the module's number appended
     * @throws dev.gyre.api.engine.ModuleException when the engine refuses one
     */
    CompiledComponent compile(WasmEngine engine, CompileOptions options);
}
