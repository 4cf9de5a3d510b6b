package dev.gyre.api.app;

import java.util.Optional;

/**
 * A declared application variable: either it has a default or it is required.
 *
 * @param secret its value is never shown
 */
public record Variable(Optional<String> defaultValue, boolean required, boolean secret) {
}
