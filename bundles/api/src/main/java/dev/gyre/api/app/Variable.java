package dev.gyre.api.app;

import java.util.Optional;

/**
 * A declared application variable: either it has a default or it is required.
 *
 * @param template whether the default may refer to other variables ({@code [config]} of Spin 0.2-0.5) or is the value itself
 *                 ({@code [variables]} since 0.6)
 * @param secret   its value is never shown
 */
public record Variable(Optional<String> defaultValue, boolean template, boolean required, boolean secret) {
}
