package dev.gyre.engine.chicory.internal.compile;

import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.dylibso.chicory.compiler.InterpreterFallback;
import com.dylibso.chicory.compiler.internal.ByteClassCollector;
import com.dylibso.chicory.compiler.internal.Compiler;
import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import com.dylibso.chicory.wasm.types.ExternalType;
import com.dylibso.chicory.wasm.types.NameCustomSection;
import com.dylibso.chicory.wasm.types.ValType;

import dev.gyre.api.engine.CompileCache;
import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.Feature;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.ValueType;
import dev.gyre.engine.chicory.internal.rewrite.ClassRewriter;
import dev.gyre.engine.chicory.internal.rewrite.StateClass;

/** From a module's bytes to loaded classes, through the cache. Thread-safe. */
public final class ModuleCompiler {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleCompiler.class);
    /** Part of every cache key; raise it with the form of {@link Artefact}. */
    private static final String OPTIONS = "artefact=1";
    private static final Map<ValType, ValueType> NUMERIC = Map.of(ValType.I32, ValueType.I32, ValType.I64, ValueType.I64, ValType.F32, ValueType.F32,
            ValType.F64, ValueType.F64);

    private final String engine;
    private final String version;
    private final AtomicLong compilations = new AtomicLong();

    /**
     * @param module      without the bodies of compiled functions
     * @param interpreted names of the functions too large for the JVM
     */
    public record Compiled(WasmModule module, GuestCode code, FunctionNames names, List<String> interpreted) {
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
        ModuleBytes bytes = ModuleBytes.of(wasm);
        bytes.refuseMemory64(engine);
        String digest = sha256(wasm);
        CompileCache.Key key = new CompileCache.Key(digest, engine, version, OPTIONS);
        Optional<Compiled> cached = options.cache().load(key).flatMap(Artefact::decode).flatMap(a -> loadCached(a, options));
        if (cached.isPresent()) {
            return cached.get();
        }
        Artefact artefact = translate(wasm, bytes, digest);
        try {
            Compiled compiled = load(artefact, options);
            options.cache().store(key, artefact.encode());
            return compiled;
        } catch (LinkageError e) {
            throw new ModuleException("chicory's compiler made classes the JVM refuses: " + firstLine(e), e);
        }
    }

    private Artefact translate(byte[] wasm, ModuleBytes bytes, String digest) {
        try {
            WasmModule module = parse(wasm, true);
            Features.check(module, engine);
            Indices.check(module);
            compilations.incrementAndGet();
            // Silent here because Chicory would write to stderr: what falls back is logged by load.
            var result = Compiler.builder(module).withClassName("dev.gyre.guest.M" + digest.substring(0, 16))
                    .withInterpreterFallback(InterpreterFallback.SILENT).withClassCollectorFactory(ByteClassCollector::new).build().compile();
            Set<Integer> interpreted = result.interpretedFunctions();
            String machine = result.collector().mainClassName();
            return new Artefact(machine, rewritten(machine, binaryNames(result.classBytes()), module),
                    bytes.stripped(interpreted, module.importSection().count(ExternalType.FUNCTION)), bytes.names(), interpreted);
        } catch (ModuleException e) {
            throw e;
        } catch (StackOverflowError e) {
            throw new ModuleException("module is nested too deeply to be compiled", e);
        } catch (OutOfMemoryError e) {
            throw new ModuleException("module of " + wasm.length + " bytes needs more memory to be compiled than there is", e);
        } catch (RuntimeException | AssertionError e) {
            Feature missing = bytes.mentionsVectors() ? Feature.SIMD : Features.ofUnknownOpcode(e.getMessage());
            throw missing != null ? Features.lacks(missing, engine) : new ModuleException("no valid module: " + firstLine(e), e);
        }
    }

    /** Names are read by {@link FunctionNames}: a malformed name section is no reason to refuse a module. */
    private static WasmModule parse(byte[] wasm, boolean validate) {
        NameCustomSection none = NameCustomSection.parse(new byte[0]);
        return Parser.builder().withValidation(validate).withCustomParsers(Map.of("name", section -> none)).build().parse(() -> new ByteArrayInputStream(wasm));
    }

    private static Map<String, byte[]> rewritten(String machine, Map<String, byte[]> classes, WasmModule module) {
        ClassRewriter rewriter = new ClassRewriter(machine, fields(module));
        Map<String, byte[]> out = new ConcurrentHashMap<>();
        classes.entrySet().parallelStream().forEach(e -> out.put(e.getKey(), rewriter.rewrite(e.getValue())));
        out.put(StateClass.name(machine), rewriter.state());
        return out;
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

    private static Map<String, byte[]> binaryNames(Map<String, byte[]> classes) {
        return classes.entrySet().stream().collect(Collectors.toMap(e -> e.getKey().replace('/', '.'), Map.Entry::getValue));
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
        FunctionNames names = new FunctionNames(artefact.names());
        List<String> interpreted = artefact.interpreted().stream().sorted().map(i -> names.of(i).orElse("func[" + i + "]")).toList();
        if (!interpreted.isEmpty()) {
            LOG.warn("{}: {} of its functions are too large for the JVM and run in the interpreter, slowly: {}", options.name(),
                    interpreted.size(), interpreted);
        }
        return new Compiled(parse(artefact.module(), false), new GuestCode(artefact.machine(), artefact.classes()), names, interpreted);
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
