package dev.gyre.engine.chicory.internal.compile;

import java.util.Optional;

import com.dylibso.chicory.wasm.types.NameCustomSection;

/** Names of functions, read when somebody asks: most modules never trap. Thread-safe. */
public final class FunctionNames {
    private final byte[] section;
    private volatile NameCustomSection parsed;

    /** @param section contents of a name section (core specification, 7.4.1), or empty */
    public FunctionNames(byte[] section) {
        this.section = section;
    }

    /** @param function imports counted */
    public Optional<String> of(int function) {
        NameCustomSection names = parsed;
        if (names == null) {
            parsed = names = parse();
        }
        return Optional.ofNullable(names.nameOfFunction(function));
    }

    /** A malformed name section only means that there are no names. */
    private NameCustomSection parse() {
        try {
            return NameCustomSection.parse(section);
        } catch (RuntimeException | AssertionError e) {
            return NameCustomSection.parse(new byte[0]);
        }
    }
}
