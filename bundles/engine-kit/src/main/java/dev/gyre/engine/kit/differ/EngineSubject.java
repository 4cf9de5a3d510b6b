package dev.gyre.engine.kit.differ;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.gyre.api.GyreException;
import dev.gyre.api.engine.Caller;
import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.CoreFunction;
import dev.gyre.api.engine.CoreInstance;
import dev.gyre.api.engine.ExportType;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.Global;
import dev.gyre.api.engine.GuestExit;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.engine.LinearMemory;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.Store;
import dev.gyre.api.engine.StoreLimits;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.engine.WasmEngine;
import dev.gyre.engine.kit.Guests;
import dev.gyre.engine.kit.generate.Call;
import dev.gyre.engine.kit.generate.ModuleGenerator;
import dev.gyre.engine.kit.generate.Program;

/** An engine behind the SPI. */
public final class EngineSubject implements Subject {
    private static final StoreLimits LIMITS = new StoreLimits(64 << 20, 100_000, 2);

    private final String name;
    private final WasmEngine engine;
    private final boolean handles;
    private byte[] lastWasm;
    private CompiledModule lastModule;

    /** @param handles whether exports are called by their exactly typed handles, not by arrays */
    public EngineSubject(String name, WasmEngine engine, boolean handles) {
        this.name = name;
        this.engine = engine;
        this.handles = handles;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Outcome run(Program program, long millis) {
        Host host = new Host();
        CompiledModule module;
        try {
            module = compile(program);
        } catch (ModuleException e) {
            host.refused();
            return host.outcome();
        }
        Store store = engine.openStore(LIMITS, host);
        CompletableFuture<Void> ended = new CompletableFuture<>();
        ended.orTimeout(millis, TimeUnit.MILLISECONDS).exceptionally(late -> {
            store.interrupt(TrapKind.DEADLINE);
            return null;
        });
        try (store) {
            run(program, module, store, host);
        } finally {
            ended.complete(null);
        }
        return host.outcome();
    }

    /** Programs of the same module come one after another. */
    private CompiledModule compile(Program program) {
        if (lastWasm != program.wasm()) {
            lastModule = engine.compile(program.wasm(), CompileOptions.uncached(program.name()));
            lastWasm = program.wasm();
        }
        return lastModule;
    }

    private void run(Program program, CompiledModule module, Store store, Host host) {
        CoreInstance instance = null;
        try {
            instance = Guests.prepare(module, bodies(module)).instantiate(store);
            for (Call call : program.calls()) {
                CoreFunction function = instance.function(call.function()).orElseThrow();
                host.gave(function.type().results(), call(function, call.args().stream().mapToLong(Long::longValue).toArray()));
            }
        } catch (TrapException e) {
            host.trapped(e.kind());
        } catch (GuestExit e) {
            host.exited(e.code());
        } catch (Throwable e) {
            host.failed(e);
        }
        if (instance != null && host.outcome().conclusive()) {
            look(instance, host);
        }
    }

    private static void look(CoreInstance instance, Host host) {
        for (ExportType export : instance.module().exports()) {
            if (export.type() instanceof ExternType.Glob type) {
                host.global(export.name(), type.type(), ((Global) instance.export(export.name()).orElseThrow()).get());
            }
        }
        instance.memory("memory").ifPresent(m -> host.memory(m.read(0, (int) m.pages() << 16)));
    }

    private static Map<String, HostFunction.Body> bodies(CompiledModule module) {
        Map<String, HostFunction.Body> bodies = new HashMap<>();
        for (ImportType i : module.imports()) {
            if (i.type() instanceof ExternType.Func type) {
                String name = i.module() + "." + i.name();
                bodies.put(name, (caller, args) -> ((Host) caller.data()).call(name, type, args, () -> memory(caller),
                        n -> (int) caller.instance().function(ModuleGenerator.BACK).orElseThrow().call(n)[0]));
            }
        }
        return bodies;
    }

    private static byte[] memory(Caller caller) {
        LinearMemory memory = caller.memory();
        return memory.read(0, (int) memory.pages() << 16);
    }

    private long[] call(CoreFunction function, long[] args) throws Throwable {
        if (!handles) {
            return function.call(args);
        }
        Object[] values = new Object[args.length];
        for (int i = 0; i < args.length; i++) {
            values[i] = switch (function.type().params().get(i)) {
                case I32 -> (int) args[i];
                case F32 -> Float.intBitsToFloat((int) args[i]);
                case F64 -> Double.longBitsToDouble(args[i]);
                default -> args[i];
            };
        }
        return switch (function.handle().invokeWithArguments(values)) {
            case null -> HostFunction.NOTHING;
            case long[] several -> several;
            case Integer i -> new long[] {i};
            case Long l -> new long[] {l};
            case Float f -> new long[] {Float.floatToRawIntBits(f)};
            case Double d -> new long[] {Double.doubleToRawLongBits(d)};
            case Object other -> throw new GyreException("result " + other);
        };
    }
}
