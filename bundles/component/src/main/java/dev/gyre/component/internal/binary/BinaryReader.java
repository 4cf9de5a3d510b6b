package dev.gyre.component.internal.binary;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import dev.gyre.component.link.ComponentException;
import dev.gyre.wasm.MalformedModuleException;
import dev.gyre.wasm.ModuleBinary;

/** Reads whole components. Stateless. */
public final class BinaryReader {
    private static final byte[] MODULE = {0, 'a', 's', 'm', 1, 0, 0, 0};

    private BinaryReader() {
    }

    /**
     * A component with the core modules in it.
     *
     * @param component without steps for a typed core module
     * @param modules   by the numbers that {@link Step.CoreModule} has
     * @param typed     the only module, when the bytes are a typed one and no component
     */
    public record Read(ComponentBinary component, List<byte[]> modules, Optional<TypedModule> typed) {
    }

    /** @throws ComponentException when the bytes are no valid component */
    public static Read read(byte[] bytes) {
        Validity valid = new Validity();
        try {
            if (!isComponent(bytes) && isTyped(bytes)) {
                TypedModule typed = TypedModule.read(ModuleBinary.read(bytes));
                return new Read(new ComponentBinary(List.of(), typed.world()), List.of(bytes), Optional.of(typed));
            }
            ComponentBinary component = new ComponentReader(bytes, Scope.component(Optional.empty(), valid), 0).read(0, bytes.length);
            return new Read(component, valid.modules(), Optional.empty());
        } catch (MalformedModuleException e) {
            throw new ComponentException("no valid component: " + e.getMessage(), e);
        }
    }

    /** Whether the bytes are a core module that says what it is in terms of the component model. */
    public static boolean isTyped(byte[] bytes) {
        return bytes.length >= MODULE.length && Arrays.equals(bytes, 0, MODULE.length, MODULE, 0, MODULE.length) && TypedModule.is(ModuleBinary.read(bytes));
    }

    /** Whether the bytes begin like a component. */
    public static boolean isComponent(byte[] bytes) {
        return ComponentReader.isComponent(bytes, 0, bytes.length);
    }
}
