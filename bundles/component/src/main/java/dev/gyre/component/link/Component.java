package dev.gyre.component.link;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.osgi.annotation.versioning.ProviderType;

import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.WasmEngine;
import dev.gyre.component.internal.binary.BinaryReader;
import dev.gyre.component.internal.link.PlannedComponent;

/** A component that was decoded, validated and planned. Immutable and thread-safe. */
@ProviderType
public interface Component {
    /**
     * Decodes, validates and plans a component. Takes no longer than a small multiple of what its bytes take to read.
     *
     * @throws ComponentException when the bytes are no valid component
     */
    static Component read(byte[] bytes) {
        return PlannedComponent.read(bytes);
    }

    /** Whether bytes begin as a component does, and not as a core module. */
    static boolean is(byte[] bytes) {
        return BinaryReader.isComponent(bytes);
    }

    /** Imports in order, by name. */
    Map<String, Entity> imports();

    /** Exports in order, by name. */
    Map<String, Entity> exports();

    /** Why it cannot be run, though it is valid: such as needing WASI 0.3, or a core module from the host. Nothing when it can. */
    Optional<String> unsupported();

    /** The core modules in it, in order, those of nested components too: what {@link #compile} gives to the engine. */
    List<byte[]> modules();

    /**
     * Compiles the core modules. May take seconds.
     *
     * @param options the name gets the module's number appended
     * @throws dev.gyre.api.engine.ModuleException when the engine refuses one, or {@link #unsupported} says why it cannot be run
     */
    CompiledComponent compile(WasmEngine engine, CompileOptions options);
}
