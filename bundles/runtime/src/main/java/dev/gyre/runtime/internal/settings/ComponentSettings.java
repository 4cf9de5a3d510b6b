package dev.gyre.runtime.internal.settings;

import java.util.Optional;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.runtime.Limits;

/**
 * What {@code gyre.toml} says of one component, the application's and the container's defaults filled in.
 *
 * @param layout when the user says it; otherwise a scan tells
 * @param engine the engine's id when the user wants a certain one
 * @param table  {@code [component.<id>]} as written
 */
public record ComponentSettings(Limits limits, Optional<CoreLayout> layout, Optional<String> engine, ConfigTable table) {
}
