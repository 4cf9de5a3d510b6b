package dev.gyre.runtime.internal.settings;

import java.util.Optional;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.config.ConfigTable;

/**
 * What an application says of one component alone, in {@code gyre.toml} or its manifest.
 *
 * @param layout when the user says it; otherwise a scan tells
 * @param engine when the user wants a certain one
 * @param table  {@link dev.gyre.api.app.Application#settings(dev.gyre.api.app.Component)}
 */
public record ComponentSettings(Optional<CoreLayout> layout, Optional<EngineWish> engine, ConfigTable table) {
}
