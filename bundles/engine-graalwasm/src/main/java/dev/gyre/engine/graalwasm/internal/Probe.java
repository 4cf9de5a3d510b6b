package dev.gyre.engine.graalwasm.internal;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;

import dev.gyre.engine.graalwasm.internal.run.Polyglot;

/** Proves that GraalWasm works before anybody is told that it is there. */
final class Probe {
    /** {@code (module (func (export "ok") (result i32) i32.const 1))} */
    private static final byte[] MODULE = HexFormat.of().parseHex("0061736d010000000105016000017f03020100070601026f6b00000a0601040041010b");

    /**
     * Truffle initializes these when it first has something to report, perhaps on a guest's stack that is full, and a class
     * whose initialization has failed stays unusable: every later guest would fail.
     */
    private static final List<String> LATE_CLASSES = Stream.of("Compilation", "CompilationFailure", "CompilationStatistics", "Deoptimization",
            "Invalidation", "RootFunction").map(event -> "com.oracle.truffle.runtime.jfr.impl." + event + "EventImpl").toList();

    private Probe() {
    }

    /** @throws RuntimeException when GraalWasm does not run the simplest of guests */
    static Polyglot started() {
        LATE_CLASSES.forEach(Probe::initialize);
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

    private static void initialize(String name) {
        try {
            Class.forName(name, true, Engine.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            // an interpreter without a runtime that reports events, or a Java without jdk.jfr: nothing is reported then
        }
    }
}
