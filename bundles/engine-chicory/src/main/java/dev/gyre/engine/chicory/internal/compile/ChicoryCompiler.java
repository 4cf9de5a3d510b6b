package dev.gyre.engine.chicory.internal.compile;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.objectweb.asm.ClassVisitor;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.internal.ByteClassCollector;
import com.dylibso.chicory.compiler.internal.ClassCollector;
import com.dylibso.chicory.compiler.internal.Compiler;
import com.dylibso.chicory.wasm.WasmModule;

/**
 * The steps of Chicory's compiler, each by itself: in one piece it is sequential, and begins anew for each function that is too
 * large. For one thread at a time; several for one module share nothing.
 */
final class ChicoryCompiler {
    private static final MethodHandle EMIT;
    private static final MethodHandle EXTRA;
    private static final MethodHandle SHADED;
    private static final MethodHandle MACHINE_CALL;
    private static final MethodHandle MAIN;
    private static final MethodHandle INTERPRETED;
    private static final MethodHandle COLLECTOR;

    private final Compiler compiler;
    private final String machine;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(Compiler.class, MethodHandles.lookup());
            EMIT = lookup.findVirtual(Compiler.class, "emitFunctionGroup", methodType(Consumer.class, int.class, int.class, String.class));
            EXTRA = lookup.findVirtual(Compiler.class, "compileExtraClass", methodType(void.class, ClassCollector.class, String.class, Consumer.class));
            Class<?> shader = lookup.findClass("com.dylibso.chicory.compiler.internal.Shader");
            SHADED = MethodHandles.privateLookupIn(shader, MethodHandles.lookup()).findStatic(shader, "createShadedClass",
                    methodType(void.class, String.class, ClassCollector.class));
            MACHINE_CALL = lookup.findVirtual(Compiler.class, "compileMachineCallClass", methodType(void.class));
            MAIN = lookup.findVirtual(Compiler.class, "compileClass", methodType(byte[].class));
            INTERPRETED = lookup.findGetter(Compiler.class, "interpretedFunctions", HashSet.class);
            COLLECTOR = lookup.findGetter(Compiler.class, "collector", ClassCollector.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    ChicoryCompiler(WasmModule module, String machine, int groupSize) {
        this.machine = machine;
        this.compiler = Compiler.builder(module).withClassName(machine).withMaxFunctionsPerClass(groupSize)
                .withInterpreterFallback(InterpreterFallback.SILENT).withClassCollectorFactory(ByteClassCollector::new).build();
    }

    private interface Step {
        Object run() throws Throwable;
    }

    private static Object run(Step step) {
        try {
            return step.run();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Functions to be left to the interpreter, imports counted; to be added to. */
    @SuppressWarnings("unchecked")
    Set<Integer> interpreted() {
        return (Set<Integer>) run(() -> INTERPRETED.invoke(compiler));
    }

    /** The class of the functions from {@code start} to before {@code end}. @throws org.objectweb.asm.MethodTooLargeException naming one */
    @SuppressWarnings("unchecked")
    byte[] group(String name, int start, int end) {
        ByteClassCollector collector = new ByteClassCollector();
        run(() -> {
            EXTRA.invoke(compiler, (ClassCollector) collector, name, (Consumer<ClassVisitor>) EMIT.invoke(compiler, start, end, machine.replace('.', '/')));
            return null;
        });
        return collector.classBytes().get(name);
    }

    /** All other classes of the module, by internal or binary name. @param functions whether it has any */
    Map<String, byte[]> rest(boolean functions) {
        ClassCollector collector = (ClassCollector) run(() -> COLLECTOR.invoke(compiler));
        run(() -> {
            SHADED.invoke(machine, collector);
            if (functions) {
                MACHINE_CALL.invoke(compiler);
            }
            collector.putMainClass(machine, (byte[]) MAIN.invoke(compiler));
            return null;
        });
        return collector.classBytes();
    }
}
