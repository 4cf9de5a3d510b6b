package dev.gyre.component.link;

import dev.gyre.component.type.FuncType;

/**
 * A function of the host that components may import.
 *
 * @param name as in the component's import: {@code now}, {@code [method]pollable.ready}, {@code [constructor]fields}
 */
public record HostFunc(String name, FuncType type, Body body) {
    /** The implementation. Runs on the guest's thread and may block; interrupting the store interrupts that thread. */
    @FunctionalInterface
    public interface Body {
        /**
         * @param args one for each parameter, in the form that {@link dev.gyre.component.value} says
         * @return the result in that form; ignored when the function has none
         * @throws RuntimeException ends the guest's call and reaches the host's caller as it is
         */
        Object call(HostCall call, Object[] args);
    }
}
