package dev.gyre.component.link;

import java.util.Optional;

import org.osgi.annotation.versioning.ProviderType;

import dev.gyre.component.type.FuncType;

/** A function that a component exports, found once and called in any of its instances. Immutable and thread-safe. */
@ProviderType
public interface ExportedFunc {
    String name();

    FuncType type();

    /**
     * Calls it, and its post-return function. On the instance's thread.
     *
     * @param args in the form that {@link dev.gyre.component.value} says; owned resources among them are given away
     * @return the result in that form; empty for a function without one
     * @throws dev.gyre.api.engine.TrapException            when the guest traps or breaks the canonical ABI; the instance is not to be used again
     * @throws dev.gyre.component.value.ValueException when an argument is not of its parameter's type
     * @throws dev.gyre.api.runtime.UnavailableException when it would be, but for a bundle that is being replaced; the guest has not been called
     */
    Optional<Object> call(ComponentInstance instance, Object... args);
}
