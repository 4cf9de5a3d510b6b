package dev.gyre.wasm.split;

import dev.gyre.api.engine.CompileOptions.Progress;
import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.internal.split.ModuleSplitter;

/** Splits a module's large functions; how is told by this package. The same module is always split in the same way. Stateless. */
public final class Splitter {
    private Splitter() {
    }

    /**
     * @param module must be valid: the result of splitting one that is not is no valid one either
     * @throws dev.gyre.wasm.MalformedModuleException when the bytes are no module
     */
    public static SplitResult split(byte[] module, SplitOptions options) {
        return split(ModuleBinary.read(module), options, Progress.IGNORED);
    }

    /**
     * @param progress told how many bytes of code were looked at
     * @throws dev.gyre.wasm.MalformedModuleException when a large function's code cannot be read
     */
    public static SplitResult split(ModuleBinary module, SplitOptions options, Progress progress) {
        return new ModuleSplitter(module, options).split(progress);
    }
}
