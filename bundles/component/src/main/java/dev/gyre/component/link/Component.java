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

    /**
     * Whether bytes are a core module that says in custom sections what it imports and exports in terms of the component model, as bindings
     * generators leave it: {@link #read} takes it for the component it would become.
     */
    static boolean isTyped(byte[] bytes) {
        return BinaryReader.isTyped(bytes);
    }

    /** Imports in order, by name; without those that other components satisfy, see {@link #composed}. */
    Map<String, Entity> imports();

    /**
     * This component with some of its imports satisfied by other components, each of which becomes an instance of its own in every instance
     * of this one. What those import is resolved for each of them on its own, so that they may be given less than this component.
     *
     * @throws ComponentException when a plug has no such export, or one that does not fit the import it is for; it shows both
     */
    Component composed(List<Plug> plugs);

    /**
     * A component that satisfies imports of another one.
     *
     * @param name    in messages: {@code dependency "acme:math"}
     * @param exports names of its exports, by the name of the import each is for
     */
    record Plug(String name, Component component, Map<String, String> exports) {
        public Plug {
            exports = Map.copyOf(exports);
        }
    }

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
