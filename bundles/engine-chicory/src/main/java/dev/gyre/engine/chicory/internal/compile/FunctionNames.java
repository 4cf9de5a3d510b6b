package dev.gyre.engine.chicory.internal.compile;

import java.util.Map;
import java.util.Optional;

import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.NameSection;

/** Names of functions, read when somebody asks: most modules never trap. Thread-safe. */
public final class FunctionNames {
    private final ModuleBinary module;
    private volatile Map<Integer, String> names;

    /** @param module whose name section tells; it is kept */
    public FunctionNames(ModuleBinary module) {
        this.module = module;
    }

    /** @param function imports counted */
    public Optional<String> of(int function) {
        Map<Integer, String> read = names;
        if (read == null) {
            names = read = NameSection.functions(module);
        }
        return Optional.ofNullable(read.get(function));
    }
}
