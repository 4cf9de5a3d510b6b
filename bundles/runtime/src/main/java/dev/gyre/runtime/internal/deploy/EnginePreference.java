package dev.gyre.runtime.internal.deploy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import dev.gyre.api.GyreException;
import dev.gyre.api.runtime.ComponentStatus.EngineFit;
import dev.gyre.api.runtime.DeployException;
import dev.gyre.runtime.internal.service.ServiceSet;
import dev.gyre.runtime.internal.settings.AppSettings;
import dev.gyre.runtime.internal.settings.EngineWish;
import dev.gyre.runtime.internal.settings.OperatorSettings;

/**
 * Who wants which engine for the components of one application, the first that says anything winning: the operator's rule for
 * the component, the component's settings, what the deployment is told, the application's settings, the container's. Settings
 * bind: the component waits for its engine. What a deployment is told gives way to any engine once the one it wants is gone,
 * because it is better served by another than not at all.
 *
 * <p>Thread-safe; {@link #use} blocks.
 */
final class EnginePreference {
    /** A switch that the application's owner has not made yet. */
    private record Switch(Optional<String> engine, CompletableFuture<Void> done) {
    }

    private final String application;
    private final AppSettings settings;
    private final Supplier<OperatorSettings> operator;
    private final Refusals refusals = new Refusals();
    private final ReentrantLock switching = new ReentrantLock();
    private volatile Optional<EngineWish> told;
    /** Not taken up yet by the application's owner. */
    private final AtomicReference<Optional<Switch>> asked = new AtomicReference<>(Optional.empty());
    /** Being made by the owner. */
    private volatile Optional<Switch> making = Optional.empty();

    /** @param told with the deployment */
    EnginePreference(String application, AppSettings settings, Supplier<OperatorSettings> operator, Optional<String> told) {
        this.application = application;
        this.settings = settings;
        this.operator = operator;
        this.told = told.map(EnginePreference::told);
    }

    private static EngineWish told(String engine) {
        return new EngineWish(engine, "asked for by the operator");
    }

    /** The engine the deployment is told to use. */
    Optional<String> told() {
        return told.map(EngineWish::engine);
    }

    /**
     * @param served whether the application has served already, so that it ought to go on
     * @throws DeployException when an engine is there that ought to run the module and none can
     */
    EngineChoice choose(LoadedModule module, ServiceSet services, boolean served) {
        return EngineChoice.of(module, services, wish(module, served), refusals);
    }

    private Optional<EngineChoice.Wish> wish(LoadedModule module, boolean served) {
        OperatorSettings now = operator.get();
        Optional<Switch> change = making;
        Optional<EngineWish> wanted = change.isPresent() ? change.get().engine.map(EnginePreference::told) : told;
        return now.engine(application, module.component().id()).or(() -> module.settings().engine()).map(w -> new EngineChoice.Wish(w, true))
                .or(() -> wanted.map(w -> new EngineChoice.Wish(w, change.isPresent() || !served)))
                .or(() -> settings.engine().or(() -> now.container().engine()).map(w -> new EngineChoice.Wish(w, true)));
    }

    /** Whether a component follows what the deployment is told. */
    boolean free(LoadedModule module) {
        return operator.get().engine(application, module.component().id()).or(() -> module.settings().engine()).isEmpty();
    }

    /** Why the engine that is chosen now is, or why none can be. */
    String why(LoadedModule module, ServiceSet services, boolean served) {
        return why(module, services, served, Optional.empty());
    }

    /** @param running the engine that runs it, which goes on to while the one it should have is waited for */
    String why(LoadedModule module, ServiceSet services, boolean served, Optional<String> running) {
        try {
            EngineChoice choice = choose(module, services, served);
            return choice.why() + running.filter(r -> choice.engine().isEmpty()).map(r -> " is waited for; stays on " + r + " until then").orElse("");
        } catch (DeployException e) {
            return e.getMessage();
        }
    }

    /** How all engines there are would run a module. */
    List<EngineFit> fits(LoadedModule module, ServiceSet services) {
        return EngineChoice.fits(EngineChoice.offers(module, services, refusals));
    }

    /** For the owner, before it chooses: these are the services, and what was asked for meanwhile counts from now on. */
    void begin(ServiceSet services) {
        refusals.keep(services);
        asked.getAndSet(Optional.empty()).ifPresent(change -> making = Optional.of(change));
    }

    /** An engine turned out not to be able to run a module. */
    void refused(EngineRefusal refusal) {
        refusal.note(refusals);
    }

    /**
     * Prefers another engine, and blocks until the application's owner has taken that up.
     *
     * @param request makes the owner look
     * @return takes the preference back, should the switch come to nothing later
     * @throws GyreException when there is no such engine, or it cannot run a component; nothing has changed then
     */
    Runnable use(Optional<String> engine, ServiceSet services, Runnable request) {
        switching.lock();
        Optional<EngineWish> before = told;
        try {
            if (engine.isPresent() && services.engines().stream().noneMatch(e -> e.service().id().equals(engine.get()))) {
                throw new GyreException("there is no engine \"" + engine.get() + "\" here; there is "
                        + (services.engines().isEmpty() ? "none" : String.join(", ", services.engines().stream().map(e -> e.service().id()).distinct().toList())));
            }
            Switch change = new Switch(engine, new CompletableFuture<>());
            asked.set(Optional.of(change));
            request.run();
            change.done.join();
            return () -> {
                if (told().equals(engine)) {
                    told = before;
                }
            };
        } catch (CompletionException e) {
            throw e.getCause() instanceof GyreException g ? g : new GyreException("the switch failed", e.getCause());
        } finally {
            switching.unlock();
        }
    }

    /** For the owner: what it chose has been made. */
    void settled() {
        making.ifPresent(change -> {
            told = change.engine.map(EnginePreference::told);
            making = Optional.empty();
            change.done.complete(null);
        });
    }

    /**
     * For the owner: what it chose cannot be made.
     *
     * @return whether that was a switch somebody asked for, which is taken back; then the choice is as it was before
     */
    boolean takeBack(RuntimeException problem) {
        Optional<Switch> change = making;
        making = Optional.empty();
        change.ifPresent(c -> c.done.completeExceptionally(problem));
        return change.isPresent();
    }

    /** Nobody will take up a switch any more. */
    void close() {
        asked.getAndSet(Optional.empty()).or(() -> making).ifPresent(c -> c.done.completeExceptionally(
                new GyreException("application \"" + application + "\" was closed")));
    }
}
