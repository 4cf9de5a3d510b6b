package dev.gyre.bench.engine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

import dev.gyre.api.engine.CoreFunction;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.InstancePre;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.ValueType;
import dev.gyre.engine.chicory.internal.ChicoryEngine;

/**
 * A language VM compiled to WebAssembly on Gyre's engine, in a process of its own: prints the result, the CPU time of the first
 * run and the best in µs, and of instantiating and a small call.
 */
public final class GuestRun {
    private static final ValueType I32 = ValueType.I32;
    private static final ByteArrayOutputStream OUT = new ByteArrayOutputStream();
    private final ChicoryEngine engine = new ChicoryEngine();
    private final InstancePre pre;

    private GuestRun(Path module) throws Exception {
        pre = Guests.prepare(engine, Files.readAllBytes(module), List.of(new HostFunction("wasi_snapshot_preview1.fd_write",
                new ExternType.Func(List.of(I32, I32, I32, I32), List.of(I32)), (caller, args) -> {
                    LinearMemory memory = caller.memory();
                    int total = 0;
                    for (int i = 0; i < args[2]; i++) {
                        int at = (int) args[1] + i * 8;
                        byte[] bytes = memory.read(memory.readInt(at), memory.readInt(at + 4));
                        OUT.writeBytes(bytes);
                        total += bytes.length;
                    }
                    memory.writeInt((int) args[3], total);
                    return new long[1];
                })));
    }

    /** @param args quickjs or starlingmonkey, module, JavaScript file or argument of its function, seconds of CPU time */
    public static void main(String[] args) throws Exception {
        GuestRun run = new GuestRun(Path.of(args[1]));
        if (args[0].equals("quickjs")) {
            run.quickjs(Files.readAllBytes(Path.of(args[2])), Double.parseDouble(args[3]));
        } else {
            run.starlingmonkey(Integer.parseInt(args[2]), Double.parseDouble(args[3]));
        }
    }

    private void quickjs(byte[] source, double seconds) {
        CoreInstance instance = pre.instantiate(engine.openStore(Guests.LIMITS, ""));
        CoreFunction initialize = instance.function("initialize-runtime").orElseThrow();
        initialize.call(new long[initialize.type().params().size()]);
        LinearMemory memory = instance.memory("memory").orElseThrow();
        int result = (int) instance.function("compile-src").orElseThrow().call(put(instance, source), source.length)[0];
        byte[] code = memory.read(memory.readInt(result + 4), memory.readInt(result + 8));
        CoreFunction invoke = instance.function("invoke").orElseThrow();
        print(seconds, 0, () -> {
            OUT.reset();
            invoke.call(put(instance, code), code.length, 0, 0, 0);
            return OUT.toString(StandardCharsets.UTF_8).strip().replace(' ', '_');
        });
    }

    private static int put(CoreInstance instance, byte[] bytes) {
        int at = (int) instance.function("cabi_realloc").orElseThrow().call(0, 0, 1, bytes.length)[0];
        instance.memory("memory").orElseThrow().write(at, bytes);
        return at;
    }

    private void starlingmonkey(int n, double seconds) {
        long small = Long.MAX_VALUE;
        for (long end = Guests.cpu() + (long) (seconds * 3e8); Guests.cpu() < end;) {
            long start = Guests.cpu();
            try (Store store = engine.openStore(Guests.LIMITS, "")) {
                CoreInstance instance = pre.instantiate(store);
                instance.function("cabi_post_add").orElseThrow().call(instance.function("add").orElseThrow().call(2, 3)[0]);
            }
            small = Math.min(small, Guests.cpu() - start);
        }
        CoreInstance instance = pre.instantiate(engine.openStore(Guests.LIMITS, ""));
        CoreFunction work = instance.function("work").orElseThrow();
        CoreFunction after = instance.function("cabi_post_work").orElseThrow();
        print(seconds, small / 1000.0, () -> {
            long result = work.call(n)[0];
            after.call(result);
            return String.valueOf((int) result);
        });
    }

    private static void print(double seconds, double small, Supplier<String> run) {
        long end = Guests.cpu() + (long) (seconds * 1e9);
        long first = 0;
        long best = Long.MAX_VALUE;
        String result;
        do {
            long start = Guests.cpu();
            result = run.get();
            long time = Guests.cpu() - start;
            first = first == 0 ? time : first;
            best = Math.min(best, time);
        } while (Guests.cpu() < end);
        System.out.println(result + " " + first / 1000.0 + " " + best / 1000.0 + " " + small);
    }
}
