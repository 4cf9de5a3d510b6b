package dev.gyre.loader.local.internal.files;

import dev.gyre.api.GyreException;

/** A manifest names files it may not have staged, or more than may be staged. The message names them. */
class RefusedException extends GyreException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}
