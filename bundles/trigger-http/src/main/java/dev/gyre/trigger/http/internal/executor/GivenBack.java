package dev.gyre.trigger.http.internal.executor;

import dev.gyre.api.runtime.UnavailableException;

/** The trigger leaves, and a request that no guest has seen is its successor's. */
public final class GivenBack extends UnavailableException {
    private static final long serialVersionUID = 1L;

    GivenBack(UnavailableException cause) {
        super(cause.getMessage());
    }
}
