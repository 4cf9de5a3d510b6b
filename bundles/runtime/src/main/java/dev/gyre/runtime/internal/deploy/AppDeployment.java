package dev.gyre.runtime.internal.deploy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.engine.CompileCache;
import dev.gyre.api.engine.ModuleProfile;
import dev.gyre.api.runtime.ComponentStatus;
import dev.gyre.api.runtime.DeployOptions;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.service.Swappable;
import dev.gyre.runtime.internal.event.AppExecution;
import dev.gyre.runtime.internal.event.Linked;
import dev.gyre.runtime.internal.event.Watchdog;
import dev.gyre.runtime.internal.logs.AppLogs;
import dev.gyre.runtime.internal.service.ServiceSet;
import dev.gyre.runtime.internal.settings.AppSettings;
import dev.gyre.runtime.internal.settings.ContainerSettings;

/**
 * One application and everything that serves it. Its owner, a serial task, brings it in line with the services there are each
 * time they change: a generation first, then the triggers.
 */
public final class AppDeployment implements Deployment {
    private static final Logger LOG = LoggerFactory.getLogger(AppDeployment.class);

    /** What all applications of the container share. */
    public record Shared(Supplier<ServiceSet> services, CompileCache cache, Watchdog watchdog) {
    }

    private record Status(State state, List<String> waitingFor) {
    }

    private final Application application;
    private final Shared shared;
    private final Duration drain;
    private final Map<String, LoadedModule> modules;
    private final AppLogs logs;
    private final AppExecution execution;
    private final Generations generations;
    private final TriggerSet triggers;
    private final SerialTask owner;
    private final Consumer<AppDeployment> onClose;
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private volatile Status status = new Status(State.WAITING, List.of());
    private volatile Optional<String> engine;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Reads the settings and modules; nothing runs yet.
     *
     * @throws GyreException when they cannot be used
     */
    public AppDeployment(Application application, DeployOptions options, ContainerSettings container, Shared shared, Consumer<AppDeployment> onClose) {
        this.application = application;
        this.shared = shared;
        this.drain = container.drain();
        this.onClose = onClose;
        this.engine = options.engine();
        AppSettings settings = AppSettings.read(application, container.limits());
        this.modules = new LinkedHashMap<>();
        application.components().forEach(c -> modules.put(c.id(), LoadedModule.of(c, settings.component(c.id()))));
        this.logs = new AppLogs(application, options);
        Swappable<Linked> swap = new Swappable<>();
        this.execution = new AppExecution(application, settings, logs, swap, shared.watchdog());
        this.generations = new Generations(name(), new GenerationBuilder(application, modules, shared.cache()), swap, execution, shared.services(), drain);
        this.triggers = new TriggerSet(application, options, settings, execution);
        this.owner = new SerialTask("gyre-app-" + name(), this::reconcile);
    }

    private String name() {
        return application.info().name();
    }

    /**
     * Brings it up for the first time. Blocks until it serves, or until it is known what it waits for.
     *
     * @throws GyreException when it cannot run; it is closed then
     */
    public void start() {
        owner.request();
        try {
            first.join();
        } catch (CompletionException e) {
            close();
            throw e.getCause() instanceof GyreException g ? g : new GyreException("application \"" + name() + "\" cannot be started", e.getCause());
        }
    }

    /** Tells it that the services have changed. Does not block. */
    public void servicesChanged() {
        owner.request();
    }

    /** Blocks until it no longer uses an engine or host module that goes away, bounded by the drain limit. */
    public void awaitUnused(long serviceId) {
        generations.awaitUnused(serviceId);
    }

    /** Closes the trigger that runs on a service that goes away. Blocks until it has drained. */
    public void dropTrigger(long serviceId) {
        triggers.drop(serviceId, drain);
    }

    private void reconcile() {
        if (closed.get()) {
            return;
        }
        ServiceSet services = shared.services().get();
        Plan plan = Plan.of(modules.values(), services, engine);
        List<String> waiting = new ArrayList<>(plan.missing());
        waiting.addAll(triggers.missing(services));
        try {
            if (!plan.complete()) {
                generations.withdraw();
            } else if (!generations.switchTo(plan)) {
                return;
            }
            if (execution.known()) {
                triggers.reconcile(shared.services());
            }
            become(waiting);
            first.complete(null);
        } catch (RuntimeException e) {
            failed(services, waiting, e);
        }
    }

    /** Something cannot be made with the services there are now. */
    private void failed(ServiceSet services, List<String> waiting, RuntimeException e) {
        if (first.completeExceptionally(e)) {
            return;
        }
        Optional<Generation> serving = generations.serving();
        if (serving.isPresent() && !serving.get().plan().allIn(services)) {
            generations.withdraw();
        }
        if (generations.serving().isEmpty() || !triggers.allRun()) {
            waiting.add(e.getMessage());
        }
        LOG.error("application \"{}\" cannot use what the container has now: {}", name(), e.getMessage(), e instanceof GyreException ? null : e);
        become(waiting);
    }

    private void become(List<String> waiting) {
        Status old = status;
        status = new Status(waiting.isEmpty() ? State.RUNNING : State.WAITING, List.copyOf(waiting));
        if (status.equals(old)) {
            return;
        }
        if (waiting.isEmpty()) {
            // The first start is told to whoever asked for it; a recovery is told to nobody else.
            LOG.atLevel(old.waitingFor.isEmpty() ? Level.DEBUG : Level.INFO).log("application \"{}\" is running", name());
        } else {
            LOG.warn("application \"{}\" waits for {}", name(), String.join("; ", waiting));
        }
    }

    @Override
    public Application application() {
        return application;
    }

    @Override
    public State state() {
        return closed.get() ? State.CLOSED : status.state;
    }

    @Override
    public List<String> waitingFor() {
        return closed.get() ? List.of() : status.waitingFor;
    }

    @Override
    public List<ComponentStatus> components() {
        ServiceSet services = shared.services().get();
        Optional<Generation> serving = generations.serving();
        return application.components().stream().map(component -> {
            LoadedModule module = modules.get(component.id());
            ModuleProfile profile = module.scan().profile();
            List<ComponentStatus.EngineFit> fits = services.engines().stream()
                    .map(e -> new ComponentStatus.EngineFit(e.service().id(), e.service().fit(profile))).toList();
            Optional<String> runs = serving.map(g -> g.plan().parts().get(component.id()).engine().service().id());
            return new ComponentStatus(component.id(), runs, module.settings().engine().or(() -> engine).map(e -> "it is asked for")
                    .orElse("the best there is"), fits, profile, module.settings().limits(), 0, 0);
        }).toList();
    }

    @Override
    public void useEngine(Optional<String> wanted) {
        ServiceSet services = shared.services().get();
        if (wanted.isPresent() && services.engine(wanted).isEmpty()) {
            throw new GyreException("there is no engine \"" + wanted.get() + "\"");
        }
        engine = wanted;
        owner.request();
    }

    @Override
    public List<String> announcement() {
        return triggers.announcement();
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        first.completeExceptionally(new GyreException("application \"" + name() + "\" was closed while it was being started"));
        triggers.close();
        execution.close();
        generations.close();
        logs.close();
        onClose.accept(this);
    }
}
