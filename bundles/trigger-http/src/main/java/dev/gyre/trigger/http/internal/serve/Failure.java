package dev.gyre.trigger.http.internal.serve;

import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.http.HttpFailure;
import dev.gyre.api.runtime.UnavailableException;

/** What a client is told when its request failed: never why, unless the executor says so. */
sealed interface Failure {
    /** A status, and a text for the client, mostly empty. */
    record Answer(int status, String text) implements Failure {
    }

    /** Nothing: the connection (HTTP/1) or stream (HTTP/2) is cut. */
    record Abort() implements Failure {
    }

    static Failure of(Throwable cause) {
        return switch (cause) {
            case HttpFailure failure -> new Answer(failure.status() >= 400 && failure.status() <= 599 ? failure.status() : 500, failure.safeMessage());
            case UnavailableException unavailable -> new Answer(503, "");
            case TrapException trap when trap.kind() == TrapKind.DEADLINE -> new Answer(504, "");
            case TrapException trap when trap.kind() == TrapKind.CANCELLED -> new Abort();
            case ClientGone gone -> new Abort();
            default -> new Answer(500, "");
        };
    }
}
