package dev.gyre.component.internal.types;

import dev.gyre.component.link.ComponentException;

/** Bounds the work that a component's types may cause: a few bytes can describe types whose comparison would never end. */
public final class Fuel {
    private long left;

    public Fuel(long steps) {
        this.left = steps;
    }

    public void burn() {
        burn(1);
    }

    public void burn(long steps) {
        left -= steps;
        if (left < 0) {
            throw new ComponentException("the component's types are too complex");
        }
    }
}
