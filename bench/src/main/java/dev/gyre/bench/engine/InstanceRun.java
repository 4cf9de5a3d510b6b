package dev.gyre.bench.engine;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntSupplier;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;

import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.InstancePre;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.api.engine.Store;
import dev.gyre.engine.chicory.internal.ChicoryEngine;

/**
 * An instance, a call or a request's worth of calls, and its end, in a process of its own: prints the result and the best CPU
 * time in µs.
 */
public final class InstanceRun {
    private static final int BATCH = 100;
    private static final byte[] REQUEST = "GET /hello/world/abc".getBytes(StandardCharsets.US_ASCII);

    private InstanceRun() {
    }

    /** @param args gyre or chicory (as its users have it), module, seconds of CPU time */
    public static void main(String[] args) throws Exception {
        byte[] wasm = Files.readAllBytes(Path.of(args[1]));
        boolean small = args[1].endsWith("small.wasm");
        IntSupplier once = args[0].equals("gyre") ? gyre(wasm, small) : chicory(wasm, small);
        long end = Guests.cpu() + (long) (Double.parseDouble(args[2]) * 1e9);
        long best = Long.MAX_VALUE;
        int result = 0;
        do {
            long start = Guests.cpu();
            for (int i = 0; i < BATCH; i++) {
                result = once.getAsInt();
            }
            best = Math.min(best, Guests.cpu() - start);
        } while (Guests.cpu() < end);
        System.out.println(result + " " + best / 1000.0 / BATCH);
    }

    private static IntSupplier gyre(byte[] wasm, boolean small) {
        ChicoryEngine engine = new ChicoryEngine();
        InstancePre pre = Guests.prepare(engine, wasm);
        return () -> {
            try (Store store = engine.openStore(Guests.LIMITS, "")) {
                CoreInstance instance = pre.instantiate(store);
                if (small) {
                    return (int) call(instance, "add", 1, 2);
                }
                call(instance, "_initialize");
                LinearMemory memory = instance.memory("memory").orElseThrow();
                int at = (int) call(instance, "alloc", REQUEST.length);
                memory.write(at, REQUEST);
                int length = (int) call(instance, "handle", at, REQUEST.length);
                return memory.read((int) call(instance, "result"), length).length;
            }
        };
    }

    private static long call(CoreInstance instance, String name, long... args) {
        long[] results = instance.function(name).orElseThrow().call(args);
        return results.length == 0 ? 0 : results[0];
    }

    private static IntSupplier chicory(byte[] wasm, boolean small) {
        WasmModule module = Parser.parse(wasm);
        var machine = MachineFactoryCompiler.builder(module).withInterpreterFallback(InterpreterFallback.SILENT).compile();
        ImportValues.Builder imports = ImportValues.builder();
        for (int i = 0; i < module.importSection().importCount(); i++) {
            FunctionImport f = (FunctionImport) module.importSection().getImport(i);
            FunctionType type = module.typeSection().getType(f.typeIndex());
            imports.addFunction(new HostFunction(f.module(), f.name(), type, (instance, args) -> new long[type.returns().size()]));
        }
        ImportValues all = imports.build();
        return () -> {
            Instance instance = Instance.builder(module).withMachineFactory(machine).withImportValues(all).withStart(false)
                    .withMemoryFactory(ByteArrayMemory::new).build();
            if (small) {
                return (int) instance.export("add").apply(1, 2)[0];
            }
            instance.export("_initialize").apply();
            int at = (int) instance.export("alloc").apply(REQUEST.length)[0];
            instance.memory().write(at, REQUEST);
            int length = (int) instance.export("handle").apply(at, REQUEST.length)[0];
            return Arrays.copyOf(instance.memory().readBytes((int) instance.export("result").apply()[0], length), length).length;
        };
    }
}
