package dev.gyre.bench.component;

import java.nio.file.Path;

import dev.gyre.bench.engine.Micro;

/** What a call of a component costs with values of several kinds, and what an instance costs over its core instances. */
public final class ComponentBench {
    private ComponentBench() {
    }

    /** @param args repository, seconds each */
    public static void main(String[] args) throws Exception {
        Micro.print(ComponentBenchmark.class, Path.of(args[0]), Double.parseDouble(args[1]));
    }
}
