package dev.gyre.runtime.internal.deploy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.engine.CompileCache;
import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.CompiledModule;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.WasmEngine;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.runtime.internal.event.Linked;
import dev.gyre.runtime.internal.event.PreparedComponent;
import dev.gyre.runtime.internal.service.Provided;

/** Compiles and links an application by a plan. For the application's owner thread; blocks for as long as compilers take. */
final class GenerationBuilder {
    private static final Logger LOG = LoggerFactory.getLogger(GenerationBuilder.class);
    /** As Spin: after this long the user is told what takes so long. */
    private static final long SLOW_MILLIS = 1250;

    private final Application application;
    private final Map<String, LoadedModule> modules;
    private final CompileCache cache;
    /** The same for all engines: made when the first has compiled the modules. */
    private final Map<String, ComponentContext> contexts = new HashMap<>();

    GenerationBuilder(Application application, Map<String, LoadedModule> modules, CompileCache cache) {
        this.application = application;
        this.modules = modules;
        this.cache = cache;
    }

    /**
     * @param previous whose compiled modules are used again where the engine is the same
     * @throws GyreException naming the component that cannot run
     */
    Generation build(Plan plan, Optional<Generation> previous) {
        Map<Generation.CompileKey, CompiledModule> compiled = compile(plan, previous);
        Map<String, PreparedComponent> prepared = new LinkedHashMap<>();
        try {
            plan.parts().forEach((id, part) -> {
                LoadedModule module = modules.get(id);
                CompiledModule code = compiled.get(key(part.engine(), module));
                prepared.put(id, ImportLinker.link(module, part, code, context(module, code)));
            });
        } catch (RuntimeException e) {
            new Generation(plan, new Linked(prepared), compiled).close();
            throw e;
        }
        return new Generation(plan, new Linked(prepared), compiled);
    }

    /** What is known of the components by now. */
    Map<String, ComponentContext> contexts() {
        return Map.copyOf(contexts);
    }

    private ComponentContext context(LoadedModule module, CompiledModule code) {
        return contexts.computeIfAbsent(module.component().id(), id -> new ComponentView(application, module.component(),
                code.imports(), code.exports(), module.layout(), module.settings().limits(), module.settings().table()));
    }

    private static Generation.CompileKey key(Provided<WasmEngine> engine, LoadedModule module) {
        return new Generation.CompileKey(engine.id(), module.digest());
    }

    private Map<Generation.CompileKey, CompiledModule> compile(Plan plan, Optional<Generation> previous) {
        Map<Generation.CompileKey, CompiledModule> done = new HashMap<>();
        Map<Generation.CompileKey, List<LoadedModule>> work = new LinkedHashMap<>();
        Map<Generation.CompileKey, WasmEngine> engines = new HashMap<>();
        plan.parts().forEach((id, part) -> {
            LoadedModule module = modules.get(id);
            Generation.CompileKey key = key(part.engine(), module);
            engines.put(key, part.engine().service());
            previous.flatMap(p -> p.compiled(key)).ifPresentOrElse(
                    code -> done.put(key, code), () -> work.computeIfAbsent(key, k -> new ArrayList<>()).add(module));
        });
        // Platform threads: compiling is all computing and would starve events on the virtual threads' carriers.
        try (ExecutorService pool = Executors.newFixedThreadPool(
                Math.clamp(work.size(), 1, Runtime.getRuntime().availableProcessors()),
                Thread.ofPlatform().daemon().name("gyre-compile-", 1).factory())) {
            Map<Generation.CompileKey, Future<CompiledModule>> running = new LinkedHashMap<>();
            long begin = System.nanoTime();
            work.forEach((key, users) -> running.put(key, pool.submit(() -> compile(engines.get(key), users))));
            boolean told = false;
            for (Map.Entry<Generation.CompileKey, Future<CompiledModule>> entry : running.entrySet()) {
                told = told || slow(entry.getValue(), begin);
                done.put(entry.getKey(), await(entry.getValue()));
            }
        }
        return done;
    }

    /** Waits until the user ought to be told that this takes long, and tells. */
    private boolean slow(Future<?> future, long begin) {
        try {
            future.get(SLOW_MILLIS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin), TimeUnit.MILLISECONDS);
            return false;
        } catch (TimeoutException e) {
            LOG.info("application \"{}\": slow start: still compiling; the next start takes the compiled modules from the cache",
                    application.info().name());
            return true;
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** @param users the components with this very module; one of them may lend it its name */
    private CompiledModule compile(WasmEngine engine, List<LoadedModule> users) {
        LoadedModule module = users.getFirst();
        String label = module.label();
        String name = users.size() == 1 ? module.component().id() : label.substring(Math.max(label.lastIndexOf('/'), label.lastIndexOf('\\')) + 1);
        try {
            return engine.compile(module.wasm(), new CompileOptions(name, cache));
        } catch (ModuleException e) {
            throw module.failure("engine \"" + engine.id() + "\" cannot run it: " + e.getMessage(), e);
        }
    }

    private static CompiledModule await(Future<CompiledModule> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                default -> throw new GyreException("compiling failed", e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GyreException("interrupted while compiling", e);
        }
    }
}
