package dev.gyre.engine.chicory.internal.compile;

import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.NameCustomSection;
import com.dylibso.chicory.wasm.types.ValType;

import dev.gyre.api.engine.CompileCache;
import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.ValueType;
import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.ModuleProfiler;
import dev.gyre.wasm.Span;
import dev.gyre.wasm.split.SplitOptions;
import dev.gyre.wasm.split.SplitResult;
import dev.gyre.wasm.split.Splitter;

/** From a module's bytes to loaded classes, through the cache. Thread-safe. */
public final class ModuleCompiler {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleCompiler.class);
    private static final SplitOptions SPLIT = SplitOptions.DEFAULT;
    /** Part of every cache key; raise it with the form of {@link Artefact}. */
    private static final String OPTIONS = "artefact=2 " + SPLIT;
    private static final Map<ValType, ValueType> NUMERIC = Map.of(ValType.I32, ValueType.I32, ValType.I64, ValueType.I64, ValType.F32, ValueType.F32,
            ValType.F64, ValueType.F64);

    private final String engine;
    private final String version;
    private final AtomicLong compilations = new AtomicLong();

    /**
     * @param module      without the bodies of compiled functions
     * @param functions   in the module as it was given, imports counted: those of higher numbers are parts of others
     * @param interpreted names of the functions too large for the JVM
     */
    public record Compiled(WasmModule module, GuestCode code, FunctionNames names, int functions, List<String> interpreted) {
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
        String digest = sha256(wasm);
        CompileCache.Key key = new CompileCache.Key(digest, engine, version, OPTIONS);
        Optional<Compiled> cached = options.cache().load(key).flatMap(Artefact::decode).flatMap(a -> loadCached(a, options));
        if (cached.isPresent()) {
            return cached.get();
        }
        Artefact artefact = translate(wasm, digest, options);
        try {
            Compiled compiled = load(artefact, options);
            options.cache().store(key, artefact.encode());
            return compiled;
        } catch (LinkageError e) {
            throw new ModuleException("chicory's compiler made classes the JVM refuses: " + firstLine(e), e);
        }
    }

    private Artefact translate(byte[] wasm, String digest, CompileOptions options) {
        ModuleBinary outline = ModuleBinary.read(wasm);
        Features.check(ModuleProfiler.profile(outline).features(), engine);
        try {
            WasmModule module = parse(wasm, true);
            Indices.check(module);
            compilations.incrementAndGet();
            SplitResult split = split(outline, options);
            split.unsplit().forEach(u -> LOG.warn("{}: function {} stays too large for the JVM's compiler, at about {} bytes: {}", options.name(),
                    u.function(), u.bytes(), u.reason()));
            if (split.isSplit()) {
                outline = ModuleBinary.read(split.module());
                module = parse(split.module(), true);
            }
            long[] sizes = outline.bodies().stream().mapToLong(Span::length).toArray();
            String machine = "dev.gyre.guest.M" + digest.substring(0, 16);
            ModuleTranslation.Classes classes = new ModuleTranslation(module, machine, fields(module), sizes, options.progress()).run();
            return new Artefact(machine, classes.byName(), Stripped.of(outline, classes.interpreted()), split.functions(), classes.interpreted());
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

    /** A defect of the splitter costs speed, not the module. */
    private static SplitResult split(ModuleBinary module, CompileOptions options) {
        try {
            return Splitter.split(module, SPLIT);
        } catch (RuntimeException e) {
            LOG.error("{}: large functions cannot be split and will be slow", options.name(), e);
            return new SplitResult(module.bytes(), module.functions(), List.of(), List.of());
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

    private Optional<Compiled> loadCached(Artefact artefact, CompileOptions options) {
        try {
            return Optional.of(load(artefact, options));
        } catch (LinkageError | ChicoryException e) {
            LOG.warn("compiled artefact of {} cannot be loaded, compiling it again: {}", options.name(), firstLine(e));
            return Optional.empty();
        }
    }

    private static Compiled load(Artefact artefact, CompileOptions options) {
        FunctionNames names = new FunctionNames(artefact.module());
        List<String> interpreted = artefact.interpreted().stream().sorted().map(i -> names.of(i).orElse("func[" + i + "]")).toList();
        if (!interpreted.isEmpty()) {
            LOG.warn("{}: {} of its functions are too large for the JVM and run in the interpreter, slowly: {}", options.name(),
                    interpreted.size(), interpreted);
        }
        return new Compiled(parse(artefact.module(), false), new GuestCode(artefact.machine(), artefact.classes()), names, artefact.functions(), interpreted);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String firstLine(Throwable e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse(e.getClass().getSimpleName());
    }
}
