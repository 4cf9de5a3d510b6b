package dev.gyre.itests.differential;

import java.util.Arrays;
import java.util.List;

import dev.gyre.engine.chicory.internal.ChicoryEngine;
import dev.gyre.engine.graalwasm.internal.GraalWasmEngine;
import dev.gyre.engine.kit.differ.EngineSubject;
import dev.gyre.engine.kit.differ.Subject;

/** All that can run a program here. */
final class Subjects {
    private Subjects() {
    }

    /**
     * @param names comma-separated: {@code chicory} (compiled, called by arrays), {@code handles} (the same, called by handles),
     *              {@code graalwasm}, {@code interpreter} (Chicory's own), {@code v8} (needs {@code node} on the path); any of them
     *              with {@code split-} in front gets every function split as small as can be first
     */
    static List<Subject> of(String names) {
        return Arrays.stream(names.split(",")).map(Subjects::one).toList();
    }

    private static Subject one(String name) {
        return switch (name) {
            case "chicory" -> new EngineSubject(name, new ChicoryEngine(), false);
            case "handles" -> new EngineSubject(name, new ChicoryEngine(), true);
            case "graalwasm" -> new EngineSubject(name, new GraalWasmEngine(), false);
            case "interpreter" -> new ChicoryInterpreter();
            case "v8" -> new V8();
            case String split when split.startsWith("split-") -> new Split(one(split.substring("split-".length())));
            default -> throw new IllegalArgumentException("no subject " + name);
        };
    }
}
