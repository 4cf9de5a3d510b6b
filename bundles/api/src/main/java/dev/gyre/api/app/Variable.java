package dev.gyre.api.app;

import java.util.Optional;

import dev.gyre.api.config.Place;

/**
 * A declared application variable: either it has a default or it is required.
 *
 * @param template    whether the default may refer to other variables ({@code [config]} of Spin 0.2-0.5) or is the value itself
 *                    ({@code [variables]} since 0.6)
 * @param secret      its value is never shown
 * @param description for people (Spin 4.0)
 * @param place       where it is declared
 */
public record Variable(
        Optional<String> defaultValue, boolean template, boolean required, boolean secret, Optional<String> description, Place place) {

    /** A variable that says nothing of itself. */
    public Variable(Optional<String> defaultValue, boolean template, boolean required, boolean secret) {
        this(defaultValue, template, required, secret, Optional.empty(), Place.of(""));
    }
}
