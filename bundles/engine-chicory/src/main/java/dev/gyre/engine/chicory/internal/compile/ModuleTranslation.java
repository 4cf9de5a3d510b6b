package dev.gyre.engine.chicory.internal.compile;

import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;

import org.objectweb.asm.ClassTooLargeException;
import org.objectweb.asm.MethodTooLargeException;

import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;

import dev.gyre.api.engine.CompileOptions.Progress;
import dev.gyre.api.engine.ValueType;
import dev.gyre.engine.chicory.internal.rewrite.ClassRewriter;
import dev.gyre.engine.chicory.internal.rewrite.FunctionTooLargeException;
import dev.gyre.engine.chicory.internal.rewrite.StateClass;

/** From a parsed module to classes, on all processors: functions are compiled and rewritten in groups. */
final class ModuleTranslation {
    /** Small enough to keep all processors busy and for any group to fit into a class, whatever its constants. */
    private static final int GROUP = 256;
    private static final int MIN_GROUP = 16;
    /** HotSpot compiles no method with more bytecode ({@code HugeMethodLimit}). */
    private static final int HUGE = 8000;

    private final WasmModule module;
    private final String machine;
    private final ClassRewriter rewriter;
    private final int imported;
    private final int functions;
    private final Set<Integer> interpreted = new ConcurrentSkipListSet<>();
    private final Set<Integer> slow = new ConcurrentSkipListSet<>();
    private final Reported progress;

    /**
     * @param interpreted functions left to the interpreter, imports counted
     * @param slow        functions that HotSpot will only ever interpret, those included
     */
    record Classes(Map<String, byte[]> byName, Set<Integer> interpreted, Set<Integer> slow) {
    }

    /** Adds up what is done: listeners never see less than before. */
    private static final class Reported {
        private final Progress listener;
        private final long[] sizes;
        private final long total;
        private long done;

        Reported(Progress listener, long[] sizes) {
            this.listener = listener;
            this.sizes = sizes;
            this.total = IntStream.range(0, sizes.length).mapToLong(i -> sizes[i]).sum();
        }

        synchronized void add(int start, int end) {
            for (int i = Math.max(0, start); i < end; i++) {
                done += sizes[i];
            }
            listener.compiled(Math.min(done, total), total);
        }
    }

    /** @param sizes of the bodies of the module's own functions */
    ModuleTranslation(WasmModule module, String machine, Map<Integer, ValueType> fields, long[] sizes, Progress listener) {
        this.module = module;
        this.machine = machine;
        this.rewriter = new ClassRewriter(machine, fields);
        this.imported = module.importSection().count(ExternalType.FUNCTION);
        this.functions = imported + module.functionSection().functionCount();
        this.progress = new Reported(listener, sizes);
    }

    Classes run() {
        for (int group = GROUP;; group /= 4) {
            try {
                return run(group);
            } catch (ClassTooLargeException e) {
                if (group <= MIN_GROUP) {
                    throw e;
                }
                interpreted.clear();
                slow.clear();
            }
        }
    }

    private Classes run(int size) {
        Map<String, byte[]> classes = new ConcurrentHashMap<>();
        Queue<ChicoryCompiler> compilers = new ConcurrentLinkedQueue<>();
        int groups = (functions + size - 1) / size;
        IntStream.range(0, groups).parallel().forEach(i -> {
            ChicoryCompiler free = compilers.poll();
            ChicoryCompiler compiler = free == null ? new ChicoryCompiler(module, machine, size) : free;
            int start = i * size;
            int end = Math.min(functions, start + size);
            String name = machine + "FuncGroup_" + i;
            byte[] compiled = group(compiler, name, start, end);
            classes.put(name, compiled);
            slow.addAll(rewriter.larger(compiled, HUGE));
            compilers.add(compiler);
            progress.add(start - imported, end - imported);
        });
        ChicoryCompiler last = new ChicoryCompiler(module, machine, size);
        last.interpreted().addAll(interpreted);
        last.rest(functions > 0).entrySet().parallelStream().forEach(e -> classes.put(e.getKey().replace('/', '.'), rewriter.rewrite(e.getValue())));
        classes.put(StateClass.name(machine), rewriter.state());
        slow.addAll(interpreted);
        return new Classes(classes, Set.copyOf(interpreted), Set.copyOf(slow));
    }

    /** Functions the JVM has no room for in a method are left to the interpreter. */
    private byte[] group(ChicoryCompiler compiler, String name, int start, int end) {
        while (true) {
            int large;
            try {
                return rewriter.rewrite(compiler.group(name, start, end));
            } catch (FunctionTooLargeException e) {
                large = e.function();
            } catch (MethodTooLargeException e) {
                large = function(e);
            } catch (ChicoryException e) {
                if (!(e.getCause() instanceof MethodTooLargeException cause)) {
                    throw e;
                }
                large = function(cause);
            }
            compiler.interpreted().add(large);
            interpreted.add(large);
        }
    }

    private static int function(MethodTooLargeException e) {
        if (!e.getMethodName().startsWith("func_")) {
            throw e;
        }
        return Integer.parseInt(e.getMethodName().substring("func_".length()));
    }
}
