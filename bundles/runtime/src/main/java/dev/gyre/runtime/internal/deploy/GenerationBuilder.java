package dev.gyre.runtime.internal.deploy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.engine.CompileCache;
import dev.gyre.api.engine.CompileOptions;
import dev.gyre.api.engine.ExportType;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.WasmEngine;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.runtime.Limits;
import dev.gyre.runtime.internal.event.CompiledCode;
import dev.gyre.runtime.internal.event.Linked;
import dev.gyre.runtime.internal.event.PreparedComponent;
import dev.gyre.runtime.internal.service.Provided;

/** Compiles and links an application by a plan. For the application's owner thread; blocks for as long as compilers take. */
final class GenerationBuilder {
    private static final Logger LOG = LoggerFactory.getLogger(GenerationBuilder.class);

    /** A module to be compiled by one engine, for all components that have it. */
    private record Work(Provided<WasmEngine> engine, LoadedModule module, String name) {
        ModuleStore.Key key() {
            return new ModuleStore.Key(engine.id(), module.digest(), name);
        }
    }

    private final Application application;
    private final Map<String, LoadedModule> modules;
    private final CompileCache cache;
    private final ModuleStore store;
    private final Function<String, Limits> limits;
    private final Optional<Path> stateDir;
    /** What compiles now. */
    private final Set<Future<CompiledCode>> compiling = ConcurrentHashMap.newKeySet();
    private volatile boolean cancelled;
    /** The same for all engines: made when the first has compiled the modules. */
    private final Map<String, ComponentView> contexts = new HashMap<>();

    /** @param limits in force for a component, asked each time */
    GenerationBuilder(Application application, Map<String, LoadedModule> modules, CompileCache cache, ModuleStore store, Function<String, Limits> limits,
            Optional<Path> stateDir) {
        this.application = application;
        this.modules = modules;
        this.cache = cache;
        this.store = store;
        this.limits = limits;
        this.stateDir = stateDir;
    }

    /**
     * @throws EngineRefusal when an engine cannot compile a module
     * @throws GyreException naming the component that cannot run
     */
    Generation build(Plan plan) {
        Map<String, Work> work = work(plan);
        Map<Work, CompiledCode> compiled = compile(work);
        Map<String, PreparedComponent> prepared = new LinkedHashMap<>();
        try {
            plan.parts().forEach((id, part) -> {
                LoadedModule module = modules.get(id);
                prepared.put(id, link(module, part, compiled.get(work.get(id))));
            });
        } catch (RuntimeException e) {
            new Generation(plan, new Linked(prepared)).close();
            throw e;
        }
        return new Generation(plan, new Linked(prepared));
    }

    /** What is known of the components by now. */
    Map<String, ComponentContext> contexts() {
        return Map.copyOf(contexts);
    }

    private PreparedComponent link(LoadedModule module, Plan.Part part, CompiledCode code) {
        return switch (code) {
            case CompiledCode.Module(var core) -> ImportLinker.link(module, part, core, context(module, core.imports(), core.exports()));
            case CompiledCode.Composed(var component) -> InterfaceLinker.link(module, part, component, context(module, List.of(), List.of()));
        };
    }

    private ComponentView context(LoadedModule module, List<ImportType> imports, List<ExportType> exports) {
        return contexts.computeIfAbsent(module.component().id(), id -> new ComponentView(application, module.component(),
                imports, exports, module.shape(), module.layout(), () -> limits.apply(id), module.settings().table(), stateDir));
    }

    /** What each component needs compiled; equal for components that can share it. */
    private Map<String, Work> work(Plan plan) {
        Map<String, List<LoadedModule>> sharing = plan.parts().entrySet().stream().map(e -> modules.get(e.getKey()))
                .collect(Collectors.groupingBy(m -> m.digest() + " " + plan.parts().get(m.component().id()).engine().id()));
        Map<String, Work> out = new LinkedHashMap<>();
        sharing.values().forEach(users -> users.forEach(user -> out.put(user.component().id(),
                new Work(plan.parts().get(user.component().id()).engine(), users.getFirst(), name(users)))));
        return out;
    }

    /** @param users the components with this very module; one of them may lend it its name */
    private static String name(List<LoadedModule> users) {
        String label = users.getFirst().label();
        return users.size() == 1 ? users.getFirst().component().id() : label.substring(Math.max(label.lastIndexOf('/'), label.lastIndexOf('\\')) + 1);
    }

    private Map<Work, CompiledCode> compile(Map<String, Work> all) {
        Map<Work, CompiledCode> done = new HashMap<>();
        List<Work> open = new ArrayList<>();
        all.values().stream().distinct().forEach(w -> store.compiled(w.key()).ifPresentOrElse(code -> done.put(w, code), () -> open.add(w)));
        if (open.isEmpty()) {
            return done;
        }
        CompileProgress progress = new CompileProgress(application.info().name(), open.stream().mapToLong(w -> w.module.profile().codeBytes()).sum());
        // Platform threads: compiling is all computing and would starve events on the virtual threads' carriers.
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(open.size(), Runtime.getRuntime().availableProcessors()),
                Thread.ofPlatform().daemon().name("gyre-compile-", 1).factory());
        Map<Work, Future<CompiledCode>> running = new LinkedHashMap<>();
        try {
            open.forEach(w -> running.put(w, pool.submit(() -> compile(w, cancellable(progress.module(w.module.profile().codeBytes()))))));
            compiling.addAll(running.values());
            if (cancelled) {
                cancel(); // by somebody who did not see them
            }
            running.forEach((w, future) -> {
                CompiledCode code = await(future, progress);
                store.compiled(w.key(), code);
                done.put(w, code);
            });
            // Nobody waits for this.
            Thread.ofVirtual().name("gyre-pack").start(() -> open.forEach(w -> w.module.wasm().pack()));
        } finally {
            compiling.clear();
            if (cancelled) {
                pool.shutdownNow();
            } else {
                pool.close();
            }
        }
        return done;
    }

    /**
     * Ends what is being built, and whatever would be: nobody needs it any more. Does not wait for compilers, who end when they next tell
     * their progress. Thread-safe.
     */
    void cancel() {
        cancelled = true;
        compiling.forEach(f -> f.cancel(false));
    }

    private CompileOptions.Progress cancellable(CompileOptions.Progress progress) {
        return (compiled, of) -> {
            if (cancelled) {
                throw new Cancelled();
            }
            progress.compiled(compiled, of);
        };
    }

    /** Ends a compiler. An error, because engines take exceptions for what is wrong with a module. */
    private static final class Cancelled extends Error {
        private static final long serialVersionUID = 1;

        Cancelled() {
            super("compiling was cancelled", null, false, false);
        }
    }

    private CompiledCode compile(Work work, CompileOptions.Progress progress) {
        LoadedModule module = work.module;
        store.refusals().reason(work.engine.id(), module.digest()).ifPresent(reason -> {
            throw new EngineRefusal(work.engine.id(), module, reason, null);
        });
        try {
            CompileOptions options = new CompileOptions(work.name, cache, progress);
            return module.shape().isPresent() ? new CompiledCode.Composed(module.decoded().compile(work.engine.service(), options))
                    : new CompiledCode.Module(work.engine.service().compile(module.wasm().bytes(), options));
        } catch (Cancelled e) {
            throw closed(e);
        } catch (RuntimeException e) {
            throw cancelled ? closed(e) : refusal(work, e); // an engine may have wrapped it
        }
    }

    private GyreException closed(Throwable cause) {
        return new GyreException("application \"" + application.info().name() + "\" was closed while it was compiled", cause);
    }

    private EngineRefusal refusal(Work work, RuntimeException cause) {
        LoadedModule module = work.module;
        String id = work.engine.service().id();
        if (!(cause instanceof ModuleException)) {
            LOG.error("application \"{}\": engine \"{}\" failed to compile {}", application.info().name(), id, module.label(), cause);
            return new EngineRefusal(work.engine.id(), module, "engine \"" + id + "\" failed to compile it: " + cause, cause);
        }
        EngineRefusal refusal = new EngineRefusal(work.engine.id(), module, "engine \"" + id + "\" cannot run it: " + cause.getMessage(), cause);
        if (!(cause.getCause() instanceof VirtualMachineError)) { // memory may be there the next time
            refusal.note(store.refusals());
        }
        return refusal;
    }

    private CompiledCode await(Future<CompiledCode> future, CompileProgress progress) {
        while (true) {
            try {
                return future.get(progress.quiet(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                progress.tell();
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case RuntimeException cause -> throw cause;
                    case Error cause -> throw cause;
                    default -> throw new GyreException("compiling failed", e.getCause());
                }
            } catch (CancellationException e) {
                throw closed(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new GyreException("interrupted while compiling", e);
            }
        }
    }
}
