package dev.gyre.engine.graalwasm.internal;

import java.util.HexFormat;

import org.graalvm.polyglot.Context;

import dev.gyre.engine.graalwasm.internal.run.Polyglot;

/** Proves that GraalWasm works before anybody is told that it is there. */
final class Probe {
    /** {@code (module (func (export "ok") (result i32) i32.const 1))} */
    private static final byte[] MODULE = HexFormat.of().parseHex("0061736d010000000105016000017f03020100070601026f6b00000a0601040041010b");

    private Probe() {
    }

    /** @throws RuntimeException when GraalWasm does not run the simplest of guests */
    static Polyglot started() {
        Polyglot polyglot = new Polyglot();
        try (Context context = polyglot.newContext()) {
            if (context.eval(polyglot.source("probe", MODULE)).newInstance().getMember("exports").getMember("ok").execute().asInt() != 1) {
                throw new IllegalStateException("a guest that gives 1 gave something else");
            }
            return polyglot;
        } catch (RuntimeException e) {
            polyglot.close();
            throw e;
        }
    }
}
