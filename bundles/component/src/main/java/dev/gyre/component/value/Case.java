package dev.gyre.component.value;

import java.util.Optional;

/**
 * A variant's value.
 *
 * @param index   of the case in its type
 * @param payload nothing for a case without one
 */
public record Case(int index, Optional<Object> payload) {
    /** A case without a payload. */
    public static Case of(int index) {
        return new Case(index, Optional.empty());
    }

    /** A case with a payload. */
    public static Case of(int index, Object payload) {
        return new Case(index, Optional.of(payload));
    }
}
