package dev.gyre.api.abi;

import java.util.Collections;
import java.util.List;
import java.util.Optional;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.ExternType.Func;
import dev.gyre.api.engine.ValueType;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.runtime.DeployException;

/**
 * What an executor or trigger demands of a module before it calls it, so that a module of another kind is refused at deploy
 * and in words. Stateless.
 */
public final class GuestExports {
    private static final String MEMORY = "memory";
    private static final String ALLOCATOR = "canonical_abi_realloc";
    /** Old pointer, old size, alignment and new size in, a pointer out. */
    private static final Func ALLOCATOR_TYPE = i32(4);

    private GuestExports() {
    }

    /** The type of a handler whose flattened parameters are so many i32 and whose result is a pointer: {@code (i32, ...) -> i32}. */
    public static Func i32(int params) {
        return new Func(Collections.nCopies(params, ValueType.I32), List.of(ValueType.I32));
    }

    public static Optional<ExternType> find(ComponentContext component, String export) {
        return component.exports().stream().filter(e -> e.name().equals(export)).map(e -> e.type()).findFirst();
    }

    /**
     * Demands that an export, where there is one, is a function of this type.
     *
     * @param what in messages, such as {@code a Spin HTTP handler}
     * @return whether there is one
     * @throws DeployException when it is something else
     */
    public static boolean has(ComponentContext component, String export, Func type, String what) {
        Optional<ExternType> found = find(component, export);
        if (found.isPresent() && !found.get().equals(type)) {
            throw new DeployException(prefix(component) + "export \"" + export + "\" is " + found.get() + ", but " + what + " is " + type);
        }
        return found.isPresent();
    }

    /**
     * Demands a function of this type, and the memory and allocator through which values pass to it.
     *
     * @param what in messages, such as {@code a Spin Redis handler}
     * @throws DeployException when the module lacks one of them
     */
    public static void require(ComponentContext component, String export, Func type, String what) {
        if (!has(component, export, type, what)) {
            throw new DeployException(prefix(component) + "the module exports no \"" + export + "\", which " + what + " is; it exports: " + names(component));
        }
        requireHeap(component);
    }

    /**
     * Demands the memory and the allocator that {@link GuestHeap} uses.
     *
     * @throws DeployException when the module lacks one of them
     */
    public static void requireHeap(ComponentContext component) {
        if (!(find(component, MEMORY).orElse(null) instanceof ExternType.Mem)) {
            throw new DeployException(prefix(component) + "the module exports no memory \"" + MEMORY + "\", which requests are passed in");
        }
        ExternType allocator = find(component, ALLOCATOR).orElseThrow(() -> new DeployException(prefix(component)
                + "the module exports no \"" + ALLOCATOR + "\", which gives memory for requests; build it with a Spin SDK"));
        if (!allocator.equals(ALLOCATOR_TYPE)) {
            throw new DeployException(prefix(component) + "export \"" + ALLOCATOR + "\" is " + allocator + ", but must be " + ALLOCATOR_TYPE);
        }
    }

    /** Some of a module's exports, for messages. */
    public static String names(ComponentContext component) {
        return String.join(", ", component.exports().stream().map(e -> e.name()).limit(20).toList());
    }

    /** How a message about a component begins. */
    public static String prefix(ComponentContext component) {
        return "component \"" + component.component().id() + "\": ";
    }
}
