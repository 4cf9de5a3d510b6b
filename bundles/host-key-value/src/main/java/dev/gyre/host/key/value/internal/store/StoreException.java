package dev.gyre.host.key.value.internal.store;

import dev.gyre.api.GyreException;
import dev.gyre.sqlite.SqliteException;

/** A store has no result. The message goes to the guest; what only the operator may know is in the cause. */
public final class StoreException extends GyreException {
    private static final long serialVersionUID = 1L;

    public StoreException(String message) {
        super(message);
    }

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether the store itself does not work, whatever it was asked for. */
    public boolean unavailable() {
        return getCause() != null && (!(getCause() instanceof SqliteException e) || e.kind() == SqliteException.Kind.FILE || e.kind() == SqliteException.Kind.BUSY);
    }
}
