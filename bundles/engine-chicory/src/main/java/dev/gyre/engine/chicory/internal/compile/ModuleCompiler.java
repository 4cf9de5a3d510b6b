package dev.gyre.engine.chicory.internal.compile;

import java.io.ByteArrayInputStream;
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

import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.NameCustomSection;
import com.dylibso.chicory.wasm.types.ValType;

import dev.gyre.api.engine.CompileCache;
import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.ValueType;
import dev.gyre.wasm.ImportEntry;
import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.ModuleProfiler;
import dev.gyre.wasm.NameSection;
import dev.gyre.wasm.Span;
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
            return new Compiled(parse(Stripped.withData(code.stripped(), outline), true), code, module.imports());
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
        CompileCache.Key key = new CompileCache.Key(digest, engine, version, OPTIONS);
        Optional<LoadedCode> cached = options.cache().load(key).flatMap(Artefact::decode).flatMap(a -> loadCached(a, options));
        if (cached.isPresent()) {
            return cached.get();
        }
        Artefact artefact = translate(outline, digest, options);
        try {
            LoadedCode code = LoadedCode.of(artefact);
            options.cache().store(key, artefact.encode());
            return code;
        } catch (LinkageError e) {
            throw new ModuleException("chicory's compiler made classes the JVM refuses: " + firstLine(e), e);
        }
    }

    private Artefact translate(ModuleBinary outline, String digest, CompileOptions options) {
        byte[] wasm = outline.bytes();
        Features.check(ModuleProfiler.profile(outline).features(), engine);
        try {
            WasmModule module = parse(wasm, true);
            Indices.check(module);
            compilations.incrementAndGet();
            String machine = "dev.gyre.guest.M" + digest.substring(0, 16);
            for (int attempt = 0;; attempt++) {
                Parts parts = split(outline, module, SPLITS.get(attempt), options);
                SplitResult split = parts.split();
                long[] sizes = parts.binary().bodies().stream().mapToLong(Span::length).toArray();
                ModuleTranslation.Classes classes = new ModuleTranslation(parts.module(), machine, fields(parts.module()), sizes, options.progress()).run();
                Set<Integer> slow = classes.slow().stream().map(split::origin).collect(Collectors.toCollection(TreeSet::new));
                Set<Integer> hopeless = split.unsplit().stream().map(UnsplitFunction::function).collect(Collectors.toSet());
                if (hopeless.containsAll(slow) || !split.isSplit() || attempt == SPLITS.size() - 1) {
                    tellOfSlowFunctions(outline, split, slow, options.name());
                    return new Artefact(machine, classes.byName(), Stripped.of(parts.binary(), classes.interpreted()), split.functions(),
                            classes.interpreted());
                }
                LOG.info("{}: functions {} were split into parts that are still too large; splitting them further", options.name(), slow);
            }
        } catch (ModuleException e) {
            throw e;
        } catch (StackOverflowError e) {
            throw new ModuleException("module is nested too deeply to be compiled", e);
        } catch (OutOfMemoryError e) {
            throw new ModuleException("module of " + wasm.length + " bytes needs more memory to be compiled than there is", e);
        } catch (RuntimeException | AssertionError e) {
            throw new ModuleException("no valid module: " + firstLine(e), e);
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

    /** A module with its large functions split, and as it was read again. */
    private record Parts(SplitResult split, ModuleBinary binary, WasmModule module) {
    }

    /** A defect of the splitter costs speed, not the module. */
    private static Parts split(ModuleBinary outline, WasmModule module, SplitOptions sizes, CompileOptions options) {
        try {
            SplitResult split = Splitter.split(outline, sizes);
            return split.isSplit() ? new Parts(split, ModuleBinary.read(split.module()), parse(split.module(), true)) : new Parts(split, outline, module);
        } catch (RuntimeException e) {
            LOG.error("{}: large functions cannot be split and will be slow", options.name(), e);
            return new Parts(new SplitResult(outline.bytes(), outline.functions(), List.of(), List.of()), outline, module);
        }
    }

    /** Names are read by {@link FunctionNames}: a malformed name section is no reason to refuse a module. */
    private static WasmModule parse(byte[] wasm, boolean validate) {
        NameCustomSection none = NameCustomSection.parse(new byte[0]);
        return Parser.builder().withValidation(validate).withCustomParsers(Map.of("name", section -> none)).build().parse(() -> new ByteArrayInputStream(wasm));
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
