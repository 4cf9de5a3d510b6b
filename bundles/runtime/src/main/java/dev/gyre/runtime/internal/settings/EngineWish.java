package dev.gyre.runtime.internal.settings;

/**
 * A certain engine is wanted.
 *
 * @param engine {@link dev.gyre.api.engine.WasmEngine#id()}
 * @param source who says so, for operators, such as {@code component.a.engine in gyre.toml}
 */
public record EngineWish(String engine, String source) {
}
