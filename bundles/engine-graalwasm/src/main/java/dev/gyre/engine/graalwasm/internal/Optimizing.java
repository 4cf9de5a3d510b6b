package dev.gyre.engine.graalwasm.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.graalvm.polyglot.Engine;

/** Which GraalWasm this is, and why it does not compile guests where it does not. */
final class Optimizing {
    private static final String COMPILER = "jdk.graal.compiler";
    private static final String SLOW = "it interprets guests, which makes them some 200 times slower than compiled: ";

    private Optimizing() {
    }

    /** The version of GraalWasm's API, which is never of another release than the rest. */
    static String version() {
        try (InputStream in = Engine.class.getResourceAsStream("/META-INF/graalvm/org.graalvm.polyglot/version")) {
            return in == null ? "unknown" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty when it compiles. */
    static String remark(boolean optimizing) {
        if (optimizing) {
            return "";
        }
        // A JDK may have an empty module of that name.
        Optional<Module> compiler = ModuleLayer.boot().findModule(COMPILER).filter(m -> m.getPackages().contains(COMPILER + ".core"));
        return SLOW + compiler.map(c -> "the Graal compiler at hand does not fit Java " + Runtime.version()
                + ": it must be of the same release and not newer than the JDK")
                .orElse("the JVM runs without the Graal compiler; start gyre with GYRE_GRAAL=on");
    }
}
