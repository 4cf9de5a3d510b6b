package dev.gyre.bench.engine;

import java.nio.file.Path;

/** Calls into a guest and out of it, and reads and writes of its memory. */
public final class CallBench {
    private CallBench() {
    }

    /** @param args repository, seconds each */
    public static void main(String[] args) throws Exception {
        Micro.print(CallBenchmark.class, Path.of(args[0]), Double.parseDouble(args[1]));
    }
}
