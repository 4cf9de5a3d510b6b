package dev.gyre.engine.chicory.internal.compile;

import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.ValType;

import dev.gyre.api.engine.CompileCache;
import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.Feature;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.ValueType;
import dev.gyre.wasm.ImportEntry;
import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.ModuleProfiler;
import dev.gyre.wasm.NameSection;
import dev.gyre.wasm.split.SplitOptions;
import dev.gyre.wasm.split.SplitResult;
import dev.gyre.wasm.split.Splitter;
import dev.gyre.wasm.split.UnsplitFunction;

/** From a module's bytes to loaded classes, through the cache. Thread-safe. */
public final class ModuleCompiler {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleCompiler.class);
    /** How large functions may stay; the next ones are tried when what the splitter takes for small enough is not. */
    private static final List<SplitOptions> SPLITS = List.of(SplitOptions.DEFAULT, new SplitOptions(5500, 5000, 120));
    /** Part of every cache key; raise it with the form of {@link Artefact}. */
    private static final String OPTIONS = "artefact=3 " + SPLITS;
    /** Thousandths of a compilation that are done after its steps. */
    private static final int CHECKED = 150;
    private static final int SPLIT = 400;
    private static final int TRANSLATED = 850;
    private static final int LOADED = 950;
    /** What the JDK says, with no exception of its own, of a constant pool that is full. */
    private static final String FULL = "is not a valid index. Entry";
    private static final Map<ValType, ValueType> NUMERIC = Map.of(ValType.I32, ValueType.I32, ValType.I64, ValueType.I64, ValType.F32, ValueType.F32,
            ValType.F64, ValueType.F64);

    private final String engine;
    private final String version;
    private final AtomicLong compilations = new AtomicLong();
    private final Map<String, Slot> slots = new ConcurrentHashMap<>();

    /**
     * @param module  without the bodies of compiled functions
     * @param imports as the module names them
     */
    public record Compiled(WasmModule module, LoadedCode code, List<ImportEntry> imports) {
    }

    /** Code that is loaded, for as long as a module has it; held by whoever is about to fill it. */
    private static final class Slot {
        private WeakReference<LoadedCode> code = new WeakReference<>(null);
    }

    public ModuleCompiler(String engine, String version) {
        this.engine = engine;
        this.version = version;
    }

    /** How many modules were really compiled, not found in a cache. */
    public long compilations() {
        return compilations.get();
    }

    /** @throws ModuleException when the bytes are no module Chicory can run */
    public Compiled compile(byte[] wasm, CompileOptions options) {
        ModuleBinary module = ModuleBinary.read(wasm);
        ModuleBinary outline = NamedImports.of(module);
        LoadedCode code = code(outline, options);
        if (!code.interpreted().isEmpty()) {
            LOG.warn("{}: {} of its functions are too large for the JVM and run in the interpreter, slowly: {}", options.name(),
                    code.interpreted().size(), code.interpreted());
        }
        try {
            return new Compiled(ParsedModule.parse(Stripped.withData(code.stripped(), outline)), code, module.imports());
        } catch (RuntimeException | AssertionError e) {
            throw new ModuleException("no valid module: " + firstLine(e), e);
        }
    }

    private LoadedCode code(ModuleBinary outline, CompileOptions options) {
        String digest = Stripped.digest(outline);
        Slot slot = slots.computeIfAbsent(digest, d -> new Slot());
        synchronized (slot) {
            LoadedCode code = slot.code.get();
            if (code == null) {
                code = load(outline, digest, options);
                slot.code = new WeakReference<>(code);
                // At worst one that is being filled goes, too, and somebody else compiles the same.
                slots.values().removeIf(s -> s.code.refersTo(null));
            }
            return code;
        }
    }

    private LoadedCode load(ModuleBinary outline, String digest, CompileOptions options) {
        Steps steps = new Steps(options.progress());
        CompileCache.Key key = new CompileCache.Key(digest, engine, version, OPTIONS);
        Optional<LoadedCode> cached = options.cache().load(key).flatMap(Artefact::decode).flatMap(a -> loadCached(a, options));
        if (cached.isPresent()) {
            steps.done();
            return cached.get();
        }
        Artefact artefact = translate(outline, digest, options, steps);
        try {
            LoadedCode code = LoadedCode.of(artefact);
            steps.step(0, LOADED).compiled(1, 1);
            options.cache().store(key, artefact.encode());
            steps.done();
            return code;
        } catch (LinkageError e) {
            throw new ModuleException("chicory's compiler made classes the JVM refuses: " + firstLine(e), e);
        }
    }

    private Artefact translate(ModuleBinary outline, String digest, CompileOptions options, Steps steps) {
        Set<Feature> features = ModuleProfiler.profile(outline).features();
        Features.check(features, engine);
        try {
            // Chicory looks in all of a module's code for what is called by reference.
            ParsedModule module = new ParsedModule(outline, !features.contains(Feature.FUNCTION_REFERENCES));
            module.check(steps.step(0, CHECKED));
            compilations.incrementAndGet();
            String machine = "dev.gyre.guest.M" + digest.substring(0, 16);
            for (int attempt = 0;; attempt++) {
                Translated translated = translate(module, SPLITS.get(attempt), machine, options.name(), steps);
                SplitResult split = translated.split();
                ModuleTranslation.Classes classes = translated.classes();
                Set<Integer> slow = classes.slow().stream().map(split::origin).collect(Collectors.toCollection(TreeSet::new));
                Set<Integer> hopeless = split.unsplit().stream().map(UnsplitFunction::function).collect(Collectors.toSet());
                if (hopeless.containsAll(slow) || !split.isSplit() || attempt == SPLITS.size() - 1) {
                    InterpreterDefects.check(translated.binary(), classes.interpreted(), split::origin);
                    tellOfSlowFunctions(outline, split, slow, options.name());
                    return new Artefact(machine, classes.byName(), Stripped.of(translated.binary(), classes.interpreted()), split.functions(),
                            classes.interpreted());
                }
                LOG.info("{}: functions {} were split into parts that are still too large; splitting them further", options.name(), slow);
            }
        } catch (ModuleException e) {
            throw e;
        } catch (StackOverflowError e) {
            throw new ModuleException("module is nested too deeply to be compiled", e);
        } catch (OutOfMemoryError e) {
            throw new ModuleException("module of " + outline.bytes().length + " bytes needs more memory to be compiled than there is", e);
        } catch (RuntimeException | AssertionError e) {
            throw new ModuleException(firstLine(e).contains(FULL) ? "has more globals, functions or types than chicory can compile: a class of the JVM"
                    + " names at most 65535 things; another engine may run it (gyre up --engine graalwasm)" : "no valid module: " + firstLine(e), e);
        }
    }

    private static void tellOfSlowFunctions(ModuleBinary module, SplitResult split, Set<Integer> slow, String name) {
        if (slow.isEmpty()) {
            return;
        }
        Map<Integer, String> names = NameSection.functions(module);
        Map<Integer, String> reasons = split.unsplit().stream().collect(Collectors.toMap(UnsplitFunction::function, UnsplitFunction::reason, (a, b) -> a));
        slow.forEach(f -> LOG.warn("{}: function {} stays too large for the JVM's compiler and is slow: {}", name, names.getOrDefault(f, "func[" + f + "]"),
                reasons.getOrDefault(f, "its parts are larger than was estimated")));
    }

    /**
     * A module's classes.
     *
     * @param binary what they were made of: the module with its large functions split
     */
    private record Translated(SplitResult split, ModuleBinary binary, ModuleTranslation.Classes classes) {
    }

    /** A defect of the splitter costs speed, not the module. */
    private static Translated translate(ParsedModule module, SplitOptions sizes, String machine, String name, Steps steps) {
        SplitResult unsplit;
        try {
            SplitResult split = Splitter.split(module.binary(), sizes, steps.step(CHECKED, SPLIT));
            if (split.isSplit()) {
                return translate(split, module.of(ModuleBinary.read(split.module())), machine, steps);
            }
            unsplit = split;
        } catch (RuntimeException | AssertionError e) {
            LOG.error("{}: large functions cannot be split and will be slow", name, e);
            unsplit = new SplitResult(module.binary().bytes(), module.binary().functions(), List.of(), List.of());
        }
        return translate(unsplit, module, machine, steps);
    }

    private static Translated translate(SplitResult split, ParsedModule module, String machine, Steps steps) {
        return new Translated(split, module.binary(),
                new ModuleTranslation(module, machine, fields(module.outline()), steps.step(SPLIT, TRANSLATED)).run());
    }

    /** The module's own numeric globals, imports counted. */
    private static Map<Integer, ValueType> fields(WasmModule module) {
        int imported = module.importSection().count(ExternalType.GLOBAL);
        Map<Integer, ValueType> fields = new HashMap<>();
        for (int i = 0; i < module.globalSection().globalCount(); i++) {
            ValType type = module.globalSection().getGlobal(i).valueType();
            int index = imported + i;
            NUMERIC.entrySet().stream().filter(n -> n.getKey().equals(type)).findFirst().ifPresent(n -> fields.put(index, n.getValue()));
        }
        return fields;
    }

    private Optional<LoadedCode> loadCached(Artefact artefact, CompileOptions options) {
        try {
            return Optional.of(LoadedCode.of(artefact));
        } catch (LinkageError | ModuleException e) {
            LOG.warn("compiled artefact of {} cannot be loaded, compiling it again: {}", options.name(), firstLine(e));
            return Optional.empty();
        }
    }

    private static String firstLine(Throwable e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse(e.getClass().getSimpleName());
    }
}
