package dev.gyre.engine.graalwasm.internal;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;

import org.graalvm.polyglot.Engine;

/** Which GraalWasm this is, and why it does not compile guests where it does not. */
final class Optimizing {
    private static final String COMPILER = "jdk.graal.compiler";
    private static final String SLOW = "it interprets guests, which makes them some 200 times slower than compiled: ";

    private Optimizing() {
    }

    /** GraalWasm's version, as the module or jar of its API says. */
    static String version() {
        Module module = Engine.class.getModule();
        if (module.isNamed()) {
            return module.getDescriptor().rawVersion().orElse("25");
        }
        return Optional.ofNullable(Engine.class.getPackage().getImplementationVersion()).orElse("25");
    }

    /** Empty when it compiles. */
    static String remark(boolean optimizing) {
        if (optimizing) {
            return "";
        }
        // The JDK's own module of that name is empty and has the JDK's version.
        Optional<ModuleDescriptor> compiler = ModuleLayer.boot().findModule(COMPILER).filter(m -> m.getPackages().contains(COMPILER + ".core"))
                .map(Module::getDescriptor);
        return SLOW + compiler.map(c -> "the Graal compiler " + c.rawVersion().orElse("") + " does not fit Java " + Runtime.version()
                + "; it must not be newer than the JDK, and the JVM must have JVMCI enabled")
                .orElse("the JVM runs without the Graal compiler; start gyre with GYRE_GRAAL=on");
    }
}
