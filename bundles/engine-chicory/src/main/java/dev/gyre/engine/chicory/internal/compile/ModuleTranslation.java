package dev.gyre.engine.chicory.internal.compile;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

import org.objectweb.asm.ClassTooLargeException;
import org.objectweb.asm.MethodTooLargeException;

import com.dylibso.chicory.wasm.ChicoryException;

import dev.gyre.api.engine.CompileOptions.Progress;
import dev.gyre.api.engine.ValueType;
import dev.gyre.engine.chicory.internal.rewrite.ClassRewriter;
import dev.gyre.engine.chicory.internal.rewrite.FunctionTooLargeException;
import dev.gyre.engine.chicory.internal.rewrite.StateClass;

/** From a module to classes, on all processors: functions are compiled and rewritten in groups. */
final class ModuleTranslation {
    /** Small enough to keep all processors busy and for any group to fit into a class, whatever its constants. */
    static final int GROUP = 256;
    private static final int MIN_GROUP = 16;
    /** HotSpot compiles no method with more bytecode ({@code HugeMethodLimit}). */
    private static final int HUGE = 8000;

    private final ParsedModule module;
    private final String machine;
    private final ClassRewriter rewriter;
    private final int functions;
    private final Set<Integer> interpreted = new ConcurrentSkipListSet<>();
    private final Set<Integer> slow = new ConcurrentSkipListSet<>();
    private final Progress progress;

    /**
     * @param interpreted functions left to the interpreter, imports counted
     * @param slow        functions that HotSpot will only ever interpret, those included
     */
    record Classes(Map<String, byte[]> byName, Set<Integer> interpreted, Set<Integer> slow) {
    }

    /** @param progress told how many bytes of code are compiled */
    ModuleTranslation(ParsedModule module, String machine, Map<Integer, ValueType> fields, Progress progress) {
        this.module = module;
        this.machine = machine;
        this.rewriter = new ClassRewriter(machine, fields, module.binary().importedFunctions());
        this.functions = module.binary().functions();
        this.progress = progress;
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
        module.forEachPiece(size, progress, (piece, parsed) -> {
            ChicoryCompiler compiler = new ChicoryCompiler(parsed, machine, size);
            for (int start = piece.from(); start < piece.to(); start += size) {
                String name = machine + "FuncGroup_" + start / size;
                byte[] compiled = group(compiler, name, start, Math.min(piece.to(), start + size));
                classes.put(name, compiled);
                slow.addAll(rewriter.larger(compiled, HUGE));
            }
        });
        ChicoryCompiler last = new ChicoryCompiler(module.outline(), machine, size);
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
