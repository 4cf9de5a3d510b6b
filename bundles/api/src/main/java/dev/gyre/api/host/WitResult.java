package dev.gyre.api.host;

import java.util.Optional;

/**
 * A WIT {@code result} inside of another type, or as a parameter.
 *
 * @param <T> success; {@link Void} without a payload
 * @param <E> error; {@link Void} without a payload
 */
public sealed interface WitResult<T, E> {
    /** Success. */
    record Ok<T, E>(Optional<T> value) implements WitResult<T, E> {
    }

    /** Failure. */
    record Err<T, E>(Optional<E> value) implements WitResult<T, E> {
    }

    static <T, E> WitResult<T, E> ok(T value) {
        return new Ok<>(Optional.of(value));
    }

    static <T, E> WitResult<T, E> ok() {
        return new Ok<>(Optional.empty());
    }

    static <T, E> WitResult<T, E> error(E value) {
        return new Err<>(Optional.of(value));
    }

    static <T, E> WitResult<T, E> error() {
        return new Err<>(Optional.empty());
    }
}
