package dev.gyre.engine.graalwasm.internal.compile;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;

import dev.gyre.api.engine.CompileCache;
import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.Feature;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.ModuleProfile;
import dev.gyre.engine.graalwasm.internal.run.GuestModule;
import dev.gyre.engine.graalwasm.internal.run.Polyglot;
import dev.gyre.engine.graalwasm.internal.run.Rehearsal;
import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.ModuleProfiler;

/**
 * Has a module parsed and validated by GraalWasm. There is nothing to store: GraalWasm compiles what turns out to be hot, in
 * this process. Thread-safe.
 */
public final class ModuleCompiler {
    private final Polyglot polyglot;
    private final String engine;
    private final Set<Feature> features;

    public ModuleCompiler(Polyglot polyglot, String engine, Set<Feature> features) {
        this.polyglot = polyglot;
        this.engine = engine;
        this.features = features;
    }

    /** @throws ModuleException when it is no valid module, or needs what this engine lacks */
    public GuestModule compile(byte[] wasm, CompileOptions options) {
        ModuleBinary module = ModuleBinary.read(wasm.clone());
        ModuleProfile profile = ModuleProfiler.profile(module);
        List<Feature> missing = profile.features().stream().filter(f -> !features.contains(f)).sorted().toList();
        if (!missing.isEmpty()) {
            throw new ModuleException("needs " + missing.stream().map(Feature::toString).collect(Collectors.joining(", ")) + ", which " + engine + " lacks");
        }
        // Modules of one content share what the engine has learnt about them.
        String id = CompileCache.digest(wasm).substring(0, 16);
        ModuleShape shape = new ModuleShape(module, id);
        Source source = polyglot.source(id, new ModuleRewriter(module, id).rewrite());
        try (Context context = polyglot.newContext()) {
            context.eval(source);
        } catch (PolyglotException e) {
            if (e.isInternalError() || e.isHostException()) {
                throw new ModuleException(engine + " failed: " + e.getMessage(), e);
            }
            throw new ModuleException("no valid module: " + e.getMessage(), e);
        }
        GuestModule compiled = new GuestModule(options.name(), source, shape);
        Rehearsal.of(polyglot, compiled);
        options.progress().compiled(profile.codeBytes(), profile.codeBytes());
        return compiled;
    }
}
