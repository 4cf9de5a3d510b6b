package dev.gyre.run.internal;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import dev.gyre.api.GyreException;
import dev.gyre.component.link.Component;
import dev.gyre.wasm.ModuleBinary;

/**
 * Where a program begins. Immutable.
 *
 * @param run the interface whose {@code run} is called; nothing for a core module
 */
record Entry(Optional<String> run) {
    static final String START = "_start";
    private static final String RUN = "wasi:cli/run@";
    /** A library may export thousands. */
    private static final int TOLD = 20;

    /** @throws GyreException when the file cannot be read or is no program */
    static Entry of(Path file) {
        return WasmFile.read(file, wasm -> {
            boolean component = Component.is(wasm) || Component.isTyped(wasm);
            return component ? of(file, Component.read(wasm).exports().keySet()) : of(file, ModuleBinary.read(wasm));
        });
    }

    private static Entry of(Path file, Collection<String> exports) {
        return new Entry(Optional.of(exports.stream().filter(n -> n.startsWith(RUN)).findFirst().orElseThrow(() -> none(file, exports))));
    }

    private static Entry of(Path file, ModuleBinary module) {
        if (module.exportedFunction(START).isEmpty()) {
            throw none(file, module.exports().stream().map(e -> e.name()).toList());
        }
        return new Entry(Optional.empty());
    }

    private static GyreException none(Path file, Collection<String> exports) {
        List<String> some = exports.stream().limit(TOLD).toList();
        return new GyreException(file + " is no program: it exports neither wasi:cli/run nor " + START + ", but "
                + (some.isEmpty() ? "nothing" : String.join(", ", some)) + (exports.size() > TOLD ? " and more" : ""));
    }
}
