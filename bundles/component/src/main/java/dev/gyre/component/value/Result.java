package dev.gyre.component.value;

import java.util.Optional;

/** A result's value; the payload is there when the type has one. */
public sealed interface Result {
    /** Success. */
    record Ok(Optional<Object> payload) implements Result {
    }

    /** Failure. */
    record Err(Optional<Object> payload) implements Result {
    }

    static Result ok() {
        return new Ok(Optional.empty());
    }

    static Result ok(Object payload) {
        return new Ok(Optional.of(payload));
    }

    static Result error() {
        return new Err(Optional.empty());
    }

    static Result error(Object payload) {
        return new Err(Optional.of(payload));
    }

    Optional<Object> payload();
}
