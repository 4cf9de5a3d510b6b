package dev.gyre.host.http.internal;

import dev.gyre.api.GyreException;
import dev.gyre.api.engine.HeapBudget;

/** A guest's request gets no answer. The message is for the log; the guest learns the kind. */
final class OutboundFailure extends GyreException {
    private static final long serialVersionUID = 1L;

    /** What went wrong, as both interfaces of 2022 tell their guests. */
    enum Kind {
        DESTINATION_NOT_ALLOWED, INVALID_URL,
        /** A method that is none. */
        INVALID_METHOD,
        /** Headers that cannot be sent. */
        INVALID_HEADERS,
        /** No connection, no answer, or one that is not HTTP or too large. */
        REQUEST,
        /** Components call each other in a circle, or deeper than anybody needs. */
        LOOP,
        /** This side cannot serve the request now. */
        RUNTIME
    }

    private final Kind kind;

    OutboundFailure(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    OutboundFailure(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    static OutboundFailure noRoom(HeapBudget budget) {
        return new OutboundFailure(Kind.RUNTIME, "the bodies of all guests together would take more than the " + budget.limit() + " bytes of \"buffers\"");
    }

    Kind kind() {
        return kind;
    }
}
