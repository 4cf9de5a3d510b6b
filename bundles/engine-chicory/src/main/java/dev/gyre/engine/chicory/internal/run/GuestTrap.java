package dev.gyre.engine.chicory.internal.run;

import com.dylibso.chicory.wasm.ChicoryException;

import dev.gyre.api.engine.TrapKind;

/** A trap raised by the adapter's own parts while guest code runs; {@link Traps} makes the SPI's exception of it. */
final class GuestTrap extends ChicoryException {
    private static final long serialVersionUID = 1L;

    private final TrapKind kind;

    GuestTrap(TrapKind kind, String message) {
        super(message);
        this.kind = kind;
    }

    TrapKind kind() {
        return kind;
    }
}
