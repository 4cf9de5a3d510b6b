package dev.gyre.engine.chicory.internal.code;

import com.dylibso.chicory.wasm.ChicoryException;

import dev.gyre.api.engine.TrapKind;

/** A trap raised by the adapter's own parts while guest code runs; its kind becomes the SPI's. */
public final class GuestTrap extends ChicoryException {
    private static final long serialVersionUID = 1L;

    private final TrapKind kind;

    public GuestTrap(TrapKind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public TrapKind kind() {
        return kind;
    }
}
