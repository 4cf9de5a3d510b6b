package dev.gyre.component.internal.binary;

import java.util.List;
import java.util.Optional;

import dev.gyre.component.link.ComponentException;
import dev.gyre.wasm.MalformedModuleException;

/** Reads whole components. Stateless. */
public final class BinaryReader {
    private BinaryReader() {
    }

    /**
     * A component with the core modules in it.
     *
     * @param modules by the numbers that {@link Step.CoreModule} has
     */
    public record Read(ComponentBinary component, List<byte[]> modules) {
    }

    /** @throws ComponentException when the bytes are no valid component */
    public static Read read(byte[] bytes) {
        Validity valid = new Validity();
        try {
            ComponentBinary component = new ComponentReader(bytes, new Scope(Optional.empty(), true, valid), 0).read(0, bytes.length);
            return new Read(component, valid.modules());
        } catch (MalformedModuleException e) {
            throw new ComponentException("no valid component: " + e.getMessage(), e);
        }
    }

    /** Whether the bytes begin like a component. */
    public static boolean isComponent(byte[] bytes) {
        return ComponentReader.isComponent(bytes, 0, bytes.length);
    }
}
