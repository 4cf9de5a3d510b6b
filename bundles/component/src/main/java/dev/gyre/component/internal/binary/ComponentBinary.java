package dev.gyre.component.internal.binary;

import java.util.List;

import dev.gyre.component.internal.types.Ty;

/** A component that was read and checked. Immutable. */
public record ComponentBinary(List<Step> steps, Ty.Component type) {
    public ComponentBinary {
        steps = List.copyOf(steps);
    }
}
