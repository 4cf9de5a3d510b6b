package dev.gyre.runtime.internal.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;

import org.junit.jupiter.api.Test;

class CompileProgressTest {
    @Test
    void howFarItIsIsToldOfMuchCode() {
        CompileProgress progress = new CompileProgress("shop", 2048 << 10);
        assertEquals(Optional.of("application \"shop\": slow start: still compiling 2048 KiB of code; the next start takes the compiled modules from the cache"),
                progress.line());
        progress.module(1024 << 10).compiled(1, 2);
        assertEquals(Optional.of("application \"shop\": still compiling, 25 % of 2048 KiB"), progress.line());
    }

    @Test
    void ofLittleCodeNothingIsTold() {
        CompileProgress progress = new CompileProgress("shop", 1400);
        assertEquals(Optional.empty(), progress.line());
        progress.module(1400).compiled(1, 2);
        assertEquals(Optional.empty(), progress.line());
    }
}
