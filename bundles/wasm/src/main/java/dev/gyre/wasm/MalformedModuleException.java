package dev.gyre.wasm;

import dev.gyre.api.engine.ModuleException;

/** Bytes that are no core module. The message names what is wrong, the section and the byte. */
public final class MalformedModuleException extends ModuleException {
    private static final long serialVersionUID = 1L;

    private final int offset;

    MalformedModuleException(String what, String where, int offset) {
        super("the module is damaged at byte " + offset + ", in its " + where + ": " + what);
        this.offset = offset;
    }

    MalformedModuleException(String message) {
        super(message);
        this.offset = 0;
    }

    /** The byte of the module that could not be read. */
    public int offset() {
        return offset;
    }
}
