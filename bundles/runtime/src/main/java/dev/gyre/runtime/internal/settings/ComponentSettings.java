package dev.gyre.runtime.internal.settings;

import java.util.Optional;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.config.ConfigTable;

/**
 * What {@code gyre.toml} says of one component alone.
 *
 * @param layout when the user says it; otherwise a scan tells
 * @param engine when the user wants a certain one
 * @param table  {@code [component.<id>]} as written
 */
public record ComponentSettings(Optional<CoreLayout> layout, Optional<EngineWish> engine, ConfigTable table) {
}
