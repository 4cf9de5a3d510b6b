package dev.gyre.runtime.internal.deploy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.engine.CompileCache;
import dev.gyre.api.engine.GuestExit;
import dev.gyre.api.engine.HeapBudget;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.host.OutboundPolicy;
import dev.gyre.api.runtime.ComponentStatus;
import dev.gyre.api.runtime.DeployException;
import dev.gyre.api.runtime.DeployOptions;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.EventSource;
import dev.gyre.api.runtime.InstanceOptions;
import dev.gyre.api.runtime.Limits;
import dev.gyre.api.runtime.MissingException;
import dev.gyre.api.runtime.UnavailableException;
import dev.gyre.api.service.Swappable;
import dev.gyre.api.trigger.RunningTrigger;
import dev.gyre.runtime.internal.event.AppExecution;
import dev.gyre.runtime.internal.event.Linked;
import dev.gyre.runtime.internal.logs.AppLogs;
import dev.gyre.runtime.internal.service.ServiceSet;
import dev.gyre.runtime.internal.settings.AppSettings;
import dev.gyre.runtime.internal.settings.OperatorSettings;

/**
 * One application and everything that serves it. Its owner, a serial task, brings it in line with the services there are each
 * time they change: a generation first, then the triggers.
 */
public final class AppDeployment implements Deployment {
    private static final Logger LOG = LoggerFactory.getLogger(AppDeployment.class);

    /** Where deployments are kept. */
    public interface Register {
        /** One that serves in the place of another, which is about to be closed. */
        void replaced(AppDeployment old, AppDeployment next);

        void closed(AppDeployment deployment);

        /** One that is being made, so that it hears of every change from now on. */
        void add(AppDeployment deployment);
    }

    /** What all applications of the container share. */
    public record Shared(Supplier<ServiceSet> services, Supplier<Optional<OutboundPolicy>> policy, Supplier<OperatorSettings> operator, CompileCache cache,
            ModuleStore modules, AppExecution.Keepers keepers) {
        private Generations.Times times() {
            return new Generations.Times() {
                @Override
                public Duration warmUp() {
                    return operator.get().container().warmUp();
                }

                @Override
                public Duration drain() {
                    return operator.get().container().drain();
                }
            };
        }
    }

    /** What the application may take of the memory of all. */
    private record Part(HeapBudget whole, HeapBudget own) {
    }

    private record Status(State state, List<String> waitingFor) {
    }

    private final Application application;
    private final Shared shared;
    private final Map<String, LoadedModule> modules;
    private final AppSettings settings;
    private final EnginePreference preference;
    private final AppLogs logs;
    private final AppExecution execution;
    private final Generations generations;
    private final AppEngines engines;
    private final TriggerSet triggers;
    private final OutboundCheck outbound;
    private final SerialTask owner;
    private final Register register;
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private volatile Status status = new Status(State.WAITING, List.of());
    private final AtomicReference<Optional<Part>> memory = new AtomicReference<>(Optional.empty());
    private final AtomicBoolean closed = new AtomicBoolean();
    /** Whether it leaves its triggers alone: until it takes those of the version before. */
    private volatile boolean held;
    /** The services it was last brought in line with. */
    private volatile ServiceSet seen = ServiceSet.NONE;
    private final CountDownLatch released = new CountDownLatch(1);
    private final ReentrantLock replacing = new ReentrantLock();

    /**
     * Reads the settings and modules; nothing runs yet.
     *
     * @throws GyreException when they cannot be used
     */
    public AppDeployment(Application application, DeployOptions options, Shared shared, Register register) {
        this.application = application;
        this.shared = shared;
        this.register = register;
        UnsupportedCapabilities.refuse(application);
        Mounts.check(application);
        this.settings = AppSettings.read(application);
        this.modules = new LinkedHashMap<>();
        application.served().forEach(c -> modules.put(c.id(), LoadedModule.of(c, settings.component(c.id()), shared.modules())));
        this.preference = new EnginePreference(name(), settings, shared.operator(), options.engine());
        this.logs = new AppLogs(application, options);
        Swappable<Linked> swap = new Swappable<>();
        this.execution = new AppExecution(application, this::limits, memory(), logs, swap, shared.keepers());
        this.generations = new Generations(name(), new GenerationBuilder(application, modules, shared.cache(), shared.modules(), execution::limits,
                options.stateDir()), swap, execution, shared.services(), shared.times(), this::gaveUp);
        this.engines = new AppEngines(name(), modules, preference, generations, execution);
        this.triggers = new TriggerSet(application, options, settings, execution);
        this.outbound = new OutboundCheck(application);
        this.owner = new SerialTask("gyre-app-" + name(), this::reconcile);
        modules.values().forEach(m -> m.beyond(limits(m.component().id())).forEach(LOG::warn));
    }

    /**
     * What an application would wait for.
     *
     * @throws GyreException when it can never run
     */
    public static List<String> missing(Application application, Shared shared) {
        AppSettings settings = AppSettings.read(application);
        ServiceSet services = shared.services().get();
        EnginePreference preference = new EnginePreference(application.info().name(), settings, shared.operator(), Optional.empty());
        Set<String> out = new LinkedHashSet<>();
        for (Component component : application.served()) {
            LoadedModule module = LoadedModule.of(component, settings.component(component.id()), shared.modules());
            try {
                out.addAll(Plan.of(List.of(module), services, m -> preference.choose(m, services, false)).missing());
            } catch (MissingException e) {
                out.add("an engine: " + e.getMessage());
            }
        }
        new OutboundCheck(application).missing(shared.policy().get()).ifPresent(out::add);
        out.addAll(TriggerSet.missing(application, services));
        return List.copyOf(out);
    }

    private String name() {
        return application.info().name();
    }

    /**
     * Brings it up for the first time. Blocks until it serves, or until it is known what it waits for.
     *
     * @throws GyreException when it cannot run, or the thread is interrupted; it is closed then
     */
    public void start() {
        // Settings may have changed since they were read for the first time, when nobody would have told this application.
        settingsChanged();
        try {
            first.get();
        } catch (ExecutionException e) {
            close();
            if (e.getCause() instanceof GyreException known) {
                throw known;
            }
            LOG.error("application \"{}\" cannot be started", name(), e.getCause());
            throw new GyreException("application \"" + name() + "\" cannot be started: " + PlugIn.said(e.getCause()), e.getCause());
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new GyreException("application \"" + name() + "\" was given up while it was being started", e);
        }
    }

    @Override
    public Deployment replace(Application next, DeployOptions options) {
        replacing.lock();
        try {
            return replaced(next, options);
        } finally {
            replacing.unlock();
        }
    }

    private AppDeployment replaced(Application next, DeployOptions options) {
        if (closed.get()) {
            throw new GyreException("application \"" + name() + "\" was closed");
        }
        DeployOptions kept = options.engine().isPresent() ? options
                : new DeployOptions(options.triggerOptions(), options.logDir(), options.follow(), preference.told(), options.stateDir());
        AppDeployment made = new AppDeployment(next, kept, shared, register);
        made.held = true;
        register.add(made);
        made.start();
        try {
            if (state() == State.RUNNING && made.state() == State.WAITING) {
                throw new DeployException("the new version cannot serve, as it waits for " + String.join("; ", made.waitingFor()));
            }
            made.tryOut();
            made.triggers.takeOver(triggers, shared.services());
        } catch (RuntimeException e) {
            made.close();
            throw e;
        }
        register.replaced(this, made);
        made.held = false;
        made.owner.request(); // services may have changed while it was held
        if (closed.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("gyre-drain-" + name()).start(() -> release(RunningTrigger::close));
        }
        return made;
    }

    /** Whether it is about to start triggers that do not run yet, now that they are there. */
    public boolean settling() {
        return !closed.get() && !held && !triggers.allRun() && seen != shared.services().get();
    }

    /** Whether it is not yet one of the container's applications. */
    public boolean held() {
        return held;
    }

    /** An instance of each component: who cannot even start fails here and not in front of a client, and the classes are loaded. */
    private void tryOut() {
        for (String component : modules.keySet()) {
            try {
                if (state() == State.RUNNING) {
                    execution.lease(component, InstanceOptions.DEFAULT).close();
                }
            } catch (TrapException | GuestExit e) {
                throw new DeployException("component \"" + component + "\" of the new version does not start: " + e.getMessage(), e);
            } catch (UnavailableException e) {
                LOG.debug("application \"{}\": not tried out", name(), e);
            }
        }
    }

    /** Tells it that the services have changed. Does not block. */
    public void servicesChanged() {
        owner.request();
    }

    /** Tells it that the operator's settings have changed: limits hold from the next event on. Does not block. */
    public synchronized void settingsChanged() {
        execution.limit(this::limits, memory());
        owner.request();
    }

    /** The application's part of the memory of all: less than that, so that it cannot leave nothing to the others. */
    private HeapBudget memory() {
        HeapBudget whole = shared.operator().get().memory();
        return memory.updateAndGet(m -> m.filter(p -> p.whole == whole).or(() -> Optional.of(new Part(whole, whole.part(whole.limit() / 2))))).orElseThrow().own;
    }

    private Limits limits(String component) {
        return shared.operator().get().limits(name(), settings, component);
    }

    /** Blocks until it no longer uses an engine or host module that goes away, bounded by the drain limit. */
    public void awaitUnused(long serviceId) {
        generations.awaitUnused(serviceId);
    }

    /** Closes the trigger that runs on a service that goes away. Blocks until it has drained. */
    public void dropTrigger(long serviceId) {
        triggers.drop(serviceId, shared.times().drain());
    }

    private void reconcile() {
        if (closed.get()) {
            preference.close();
            return;
        }
        ServiceSet services = shared.services().get();
        try {
            reconcile(services);
        } finally {
            seen = services;
        }
    }

    private void reconcile(ServiceSet services) {
        List<String> waiting = new ArrayList<>();
        try {
            Optional<String> unread = outbound.missing(shared.policy().get());
            if (unread.isPresent()) { // it has never served
                waiting.add(unread.get());
                waiting.addAll(triggers.missing(services));
                become(waiting);
                first.complete(null);
                return;
            }
            Optional<Plan> plan = engines.settle(services);
            if (plan.isEmpty()) {
                return;
            }
            waiting.addAll(plan.get().missing());
            waiting.addAll(triggers.missing(services));
            if (execution.known() && !held) {
                triggers.reconcile(shared.services());
            }
            become(waiting);
            first.complete(null);
        } catch (RuntimeException e) {
            waiting.addAll(triggers.missing(services));
            failed(services, waiting, e);
        } catch (Error e) {
            first.completeExceptionally(e); // nobody waits for ever
            throw e;
        }
    }

    /** A newcomer was given up while it was tried. */
    private void gaveUp(Generation generation, String problem) {
        engines.gaveUp(generation, problem);
        owner.request();
    }

    /** Something cannot be made with the services there are now. */
    private void failed(ServiceSet services, List<String> waiting, RuntimeException e) {
        if (first.completeExceptionally(e) || closed.get()) {
            return;
        }
        if (!engines.serveOrWithdraw(services) || !triggers.allRun()) {
            waiting.add("this to be mended: " + e.getMessage());
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
        if (closed.get()) {
            return List.of();
        }
        List<String> all = new ArrayList<>(status.waitingFor);
        all.addAll(triggers.waitingFor());
        return List.copyOf(all);
    }

    @Override
    public List<ComponentStatus> components() {
        return engines.components(shared.services().get());
    }

    @Override
    public void useEngine(Optional<String> engine) {
        if (closed.get()) {
            throw new GyreException("application \"" + name() + "\" was closed");
        }
        engines.use(engine, shared.services(), owner::request);
    }

    @Override
    public List<EventSource> sources() {
        return triggers.sources();
    }

    @Override
    public List<String> announcement() {
        return triggers.announcement();
    }

    @Override
    public void close() {
        end(RunningTrigger::close);
    }

    @Override
    public void leave() {
        end(RunningTrigger::keep);
    }

    private void end(Consumer<RunningTrigger> how) {
        if (closed.compareAndSet(false, true)) {
            execution.leave(); // unlike one that was replaced: its events may end as they began
            release(how);
        } else {
            awaitReleased();
        }
    }

    /** Whoever began to close it. */
    private void awaitReleased() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets running events end and gives everything back. */
    private void release(Consumer<RunningTrigger> how) {
        try {
            first.completeExceptionally(new GyreException("application \"" + name() + "\" was closed while it was being started"));
            preference.close();
            triggers.close(how, shared.times().drain());
            execution.close();
            generations.close();
            logs.close();
        } finally {
            register.closed(this);
            released.countDown();
        }
    }
}
