package dev.gyre.bench.engine;

import java.nio.charset.StandardCharsets;
import java.io.IOException;
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

/** What one event asks of an engine: an instance, a call or a request's worth of calls, and its end. Each gives a result to compare. */
final class Events {
    private static final byte[] REQUEST = "GET /hello/world/abc".getBytes(StandardCharsets.US_ASCII);

    private Events() {
    }

    /**
     * @param engine gyre, or chicory as its users have it
     * @param guest  small (1 page), hello (17 pages) or component, which is four modules
     */
    static IntSupplier of(String engine, String guest, Path root) throws IOException {
        if (guest.equals("component")) {
            return new LinkedEvent(root)::run;
        }
        byte[] wasm = Files.readAllBytes(root.resolve("bench/kernels/" + guest + ".wasm"));
        return engine.equals("gyre") ? gyre(wasm, guest.equals("small")) : chicory(wasm, guest.equals("small"));
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
