package dev.gyre.itests.differential;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ActiveDataSegment;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.Export;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.FunctionImport;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.MemoryLimits;
import com.dylibso.chicory.wasm.types.ValType;

import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.GuestExit;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.engine.ValueType;
import dev.gyre.engine.chicory.internal.run.InterpreterGuard;
import dev.gyre.engine.kit.differ.Host;
import dev.gyre.engine.kit.differ.Outcome;
import dev.gyre.engine.kit.differ.Subject;
import dev.gyre.engine.kit.generate.Call;
import dev.gyre.engine.kit.generate.ModuleGenerator;
import dev.gyre.engine.kit.generate.Program;

/** Chicory as it comes: its interpreter, memory, tables and globals, none of the engine bundle's but what mends the interpreter. */
final class ChicoryInterpreter implements Subject {
    /** As the others' stores have. */
    private static final int MOST_PAGES = 1024;

    @Override
    public String name() {
        return "interpreter";
    }

    @Override
    public Outcome run(Program program, long millis) {
        Host host = new Host();
        WasmModule module;
        try {
            module = Parser.parse(program.wasm());
        } catch (ChicoryException e) {
            host.refused();
            return host.outcome();
        }
        Thread runner = Thread.currentThread();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        CompletableFuture<Void> late = ended.orTimeout(millis, TimeUnit.MILLISECONDS).exceptionally(e -> {
            runner.interrupt();
            return null;
        });
        run(program, module, host);
        ended.complete(null);
        late.join();
        if (Thread.interrupted()) {
            host.trapped(TrapKind.DEADLINE);
        }
        return host.outcome();
    }

    private static void run(Program program, WasmModule module, Host host) {
        Instance instance = null;
        try {
            Instance.Builder builder = Instance.builder(module).withImportValues(ImportValues.builder().withFunctions(functions(module, host)).build())
                    .withUnsafeExecutionListener(InterpreterGuard.INSTANCE).withStart(false); // it would call an export named _start
            module.memorySection().filter(m -> m.memoryCount() > 0).map(m -> m.getMemory(0).limits()).ifPresent(limits -> builder.withMemoryLimits(
                    new MemoryLimits(limits.initialPages(), Math.max(limits.initialPages(), Math.min(limits.maximumPages(), MOST_PAGES)))));
            instance = builder.build();
            drop(module, instance);
            for (Call call : program.calls()) {
                FunctionType type = module.typeSection().getType(typeOf(module, call.function()));
                long[] results = instance.export(call.function()).apply(call.args().stream().mapToLong(Long::longValue).toArray());
                host.gave(types(type.returns()), results == null ? new long[0] : results);
            }
        } catch (GuestExit e) {
            host.exited(e.code());
        } catch (StackOverflowError e) {
            host.trapped(TrapKind.STACK_OVERFLOW);
        } catch (ChicoryException e) {
            host.trapped(kind(e));
        } catch (RuntimeException | Error e) {
            host.failed(e);
        }
        if (instance != null && host.outcome().conclusive()) {
            look(module, instance, host);
        }
    }

    /** What the specification says of segments that were copied, and Chicory leaves undone: {@code memory.init} finds nothing in them. */
    private static void drop(WasmModule module, Instance instance) {
        DataSegment[] segments = module.dataSection().dataSegments();
        for (int i = 0; i < segments.length; i++) {
            if (segments[i] instanceof ActiveDataSegment && instance.memory() != null) {
                instance.memory().drop(i);
            }
        }
    }

    private static int typeOf(WasmModule module, String export) {
        for (int i = 0; i < module.exportSection().exportCount(); i++) {
            Export e = module.exportSection().getExport(i);
            if (e.name().equals(export)) {
                int imported = module.importSection().count(ExternalType.FUNCTION);
                return e.index() < imported ? ((FunctionImport) functionImports(module).get(e.index())).typeIndex()
                        : module.functionSection().getFunctionType(e.index() - imported);
            }
        }
        throw new IllegalArgumentException("no export " + export);
    }

    private static List<FunctionImport> functionImports(WasmModule module) {
        return module.importSection().stream().filter(FunctionImport.class::isInstance).map(FunctionImport.class::cast).toList();
    }

    private static void look(WasmModule module, Instance instance, Host host) {
        for (int i = 0; i < module.exportSection().exportCount(); i++) {
            Export e = module.exportSection().getExport(i);
            if (e.exportType() == ExternalType.GLOBAL) {
                host.global(e.name(), type(instance.global(e.index()).getType()), instance.global(e.index()).getValue());
            }
        }
        if (instance.memory() != null) {
            host.memory(memory(instance));
        }
    }

    private static byte[] memory(Instance instance) {
        Memory memory = instance.memory();
        return memory.readBytes(0, memory.pages() << 16);
    }

    private static List<ImportFunction> functions(WasmModule module, Host host) {
        return functionImports(module).stream().map(i -> {
            FunctionType type = module.typeSection().getType(i.typeIndex());
            ExternType.Func ours = new ExternType.Func(types(type.params()), types(type.returns()));
            return new ImportFunction(i.module(), i.name(), type, (instance, args) -> host.call(i.module() + "." + i.name(), ours, args,
                    () -> memory(instance), n -> (int) instance.export(ModuleGenerator.BACK).apply(n)[0]));
        }).toList();
    }

    private static List<ValueType> types(List<ValType> types) {
        return types.stream().map(ChicoryInterpreter::type).toList();
    }

    private static ValueType type(ValType type) {
        return type.equals(ValType.I32) ? ValueType.I32 : type.equals(ValType.I64) ? ValueType.I64
                : type.equals(ValType.F32) ? ValueType.F32 : type.equals(ValType.F64) ? ValueType.F64 : ValueType.FUNCREF;
    }

    /** Chicory tells its traps apart by message alone. */
    private static TrapKind kind(ChicoryException e) {
        String message = String.valueOf(e.getMessage());
        return switch (message) {
            case "Trapped on unreachable instruction" -> TrapKind.UNREACHABLE;
            case "out of bounds memory access" -> TrapKind.OUT_OF_BOUNDS_MEMORY;
            case "out of bounds table access", "undefined element" -> TrapKind.OUT_OF_BOUNDS_TABLE;
            case "indirect call type mismatch" -> TrapKind.INDIRECT_CALL_MISMATCH;
            case "integer overflow" -> TrapKind.INTEGER_OVERFLOW;
            case "integer divide by zero" -> TrapKind.INTEGER_DIVIDE_BY_ZERO;
            case "invalid conversion to integer" -> TrapKind.INVALID_CONVERSION;
            case "call stack exhausted" -> TrapKind.STACK_OVERFLOW;
            case "Thread interrupted" -> TrapKind.DEADLINE;
            case String s when s.startsWith("out of bounds memory access") -> TrapKind.OUT_OF_BOUNDS_MEMORY;
            case String s when s.startsWith("uninitialized element") -> TrapKind.UNINITIALIZED_ELEMENT;
            default -> TrapKind.ENGINE_FAILURE;
        };
    }
}
