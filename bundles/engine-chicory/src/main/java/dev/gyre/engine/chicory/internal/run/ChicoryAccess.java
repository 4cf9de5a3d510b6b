package dev.gyre.engine.chicory.internal.run;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.function.Function;

import com.dylibso.chicory.runtime.ExecutionListener;
import com.dylibso.chicory.runtime.GlobalFactory;
import com.dylibso.chicory.runtime.ImportFunction;
import com.dylibso.chicory.runtime.ImportGlobal;
import com.dylibso.chicory.runtime.ImportMemory;
import com.dylibso.chicory.runtime.ImportTable;
import com.dylibso.chicory.runtime.ImportTag;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Machine;
import com.dylibso.chicory.runtime.Memory;
import com.dylibso.chicory.runtime.TableFactory;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.DataSegment;
import com.dylibso.chicory.wasm.types.Element;
import com.dylibso.chicory.wasm.types.FunctionBody;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.Global;
import com.dylibso.chicory.wasm.types.Table;
import com.dylibso.chicory.wasm.types.TagType;

/**
 * Makes Chicory's instances by their constructors. Chicory's builder matches imports by name, quadratically, copies the
 * module's tables of types and exports, and evaluates every constant anew: all of it work of a deploy, done for each event.
 *
 * <p>Globals, tables and memories, the module's own included, are handed over as imports: then Chicory's instance holds what
 * {@link GuestInstance} made and initialises nothing itself.
 */
final class ChicoryAccess {
    private static final MethodHandle INSTANCE;
    private static final MethodHandle IMPORTS;
    private static final Global[] NO_GLOBALS = {};
    private static final Memory[] NO_MEMORIES = {};
    private static final Table[] NO_TABLES = {};

    static {
        try {
            INSTANCE = MethodHandles.privateLookupIn(Instance.class, MethodHandles.lookup()).findConstructor(Instance.class,
                    methodType(void.class, WasmModule.class, Global[].class, Memory[].class, DataSegment[].class, FunctionBody[].class,
                            FunctionType[].class, int[].class, ImportValues.class, Table[].class, Element[].class, TagType[].class, Map.class,
                            Function.class, TableFactory.class, GlobalFactory.class, boolean.class, boolean.class, ExecutionListener.class));
            IMPORTS = MethodHandles.privateLookupIn(ImportValues.class, MethodHandles.lookup()).findConstructor(ImportValues.class,
                    methodType(void.class, ImportFunction[].class, ImportGlobal[].class, ImportMemory[].class, ImportTable[].class,
                            ImportTag[].class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private ChicoryAccess() {
    }

    /** An instance of {@code layout} with everything it uses in {@code imports}. @param data becomes the instance's own */
    static Instance instance(ModuleLayout layout, DataSegment[] data, ImportValues imports, Function<Instance, Machine> machine) {
        return instance(layout.module(), data, layout.bodies(), layout.types(), layout.functionTypes(), imports,
                layout.elements(), layout.tags(), machine);
    }

    /** An instance that has but functions, one for each element of {@code functionTypes}. */
    static Instance functions(ModuleLayout layout, int[] functionTypes, ImportValues imports, Function<Instance, Machine> machine) {
        return instance(layout.module(), new DataSegment[0], new FunctionBody[0], layout.types(), functionTypes, imports, new Element[0],
                null, machine);
    }

    private static Instance instance(WasmModule module, DataSegment[] data, FunctionBody[] bodies, FunctionType[] types, int[] functionTypes,
            ImportValues imports, Element[] elements, TagType[] tags, Function<Instance, Machine> machine) {
        try {
            return (Instance) INSTANCE.invokeExact(module, NO_GLOBALS, NO_MEMORIES, data, bodies, types, functionTypes, imports, NO_TABLES,
                    elements, tags, (Map<?, ?>) Map.of(), machine, (TableFactory) null, (GlobalFactory) null, false, false,
                    (ExecutionListener) InterpreterGuard.INSTANCE);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    static ImportValues imports(ImportFunction[] functions, ImportGlobal[] globals, ImportMemory[] memories, ImportTable[] tables,
            ImportTag[] tags) {
        try {
            return (ImportValues) IMPORTS.invokeExact(functions, globals, memories, tables, tags);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
