package dev.gyre.runtime.internal.deploy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.runtime.ComponentStatus;
import dev.gyre.api.runtime.MissingException;
import dev.gyre.runtime.internal.event.AppExecution;
import dev.gyre.runtime.internal.service.ServiceSet;

/**
 * Which engines the components of one application run on: makes the best there is serve, and says what serves. {@link #settle} and
 * {@link #serveOrWithdraw} are for the application's owner, the rest is thread-safe.
 */
final class AppEngines {
    private static final Logger LOG = LoggerFactory.getLogger(AppEngines.class);

    private final String application;
    private final Map<String, LoadedModule> modules;
    private final EnginePreference preference;
    private final Generations generations;
    private final AppExecution execution;

    /**
     * @param application its name
     * @param modules     by component, in the manifest's order
     */
    AppEngines(String application, Map<String, LoadedModule> modules, EnginePreference preference, Generations generations, AppExecution execution) {
        this.application = application;
        this.modules = modules;
        this.preference = preference;
        this.generations = generations;
        this.execution = execution;
    }

    /**
     * Makes the best there is serve. An engine that turns out not to be able to is not considered again.
     *
     * @return what serves, or ought to when its missing parts come; nothing when the services change meanwhile
     */
    Optional<Plan> settle(ServiceSet services) {
        while (true) {
            preference.begin(services);
            try {
                Plan plan = Plan.of(modules.values(), services, m -> choose(m, services));
                if (plan.complete()) {
                    if (!generations.switchTo(plan)) {
                        return Optional.empty();
                    }
                    preference.settled();
                } else if (preference.takeBack(new GyreException("it waits for " + String.join("; ", plan.missing())))) {
                    continue;
                } else if (servesMore(plan, services)) {
                    LOG.warn("application \"{}\" stays as it is: what its settings ask for now is not here: {}", application, String.join("; ", plan.missing()));
                    return generations.serving().map(Generation::plan);
                } else if (plan.parts().isEmpty() || !execution.known()) {
                    generations.withdraw();
                } else if (!generations.switchTo(plan)) { // components that miss nothing go on
                    return Optional.empty();
                }
                return Optional.of(plan);
            } catch (EngineRefusal e) {
                preference.refused(e);
            } catch (RuntimeException e) {
                if (!preference.takeBack(e)) {
                    throw e;
                }
            }
        }
    }

    /** An application that has served waits for an engine that can run a component, as for one that is asked for. */
    private EngineChoice choose(LoadedModule module, ServiceSet services) {
        try {
            return preference.choose(module, services, execution.known());
        } catch (MissingException e) {
            if (!execution.known()) {
                throw e;
            }
            return new EngineChoice(Optional.empty(), e.getMessage(), List.of());
        }
    }

    /** Whether something serves and all it stands on is still there. */
    private boolean serves(ServiceSet services) {
        return generations.serving().filter(s -> s.plan().allIn(services)).isPresent();
    }

    /** Nothing serves on what is gone. @return whether something does serve */
    boolean serveOrWithdraw(ServiceSet services) {
        if (generations.serving().isPresent() && !serves(services)) {
            generations.withdraw();
        }
        return generations.serving().isPresent();
    }

    /** Whether components serve that would not by an incomplete plan. */
    private boolean servesMore(Plan plan, ServiceSet services) {
        return serves(services) && generations.serving().filter(s -> !plan.parts().keySet().containsAll(s.plan().parts().keySet())).isPresent();
    }

    /** A newcomer was given up while it was tried: its engines are not considered again for what they were new for. */
    void gaveUp(Generation generation, String problem) {
        LOG.error("application \"{}\": what was tried is given up, and what served before goes on: {}", application, problem);
        Optional<Generation> serving = generations.serving();
        generation.plan().parts().forEach((id, part) -> {
            if (serving.map(s -> s.plan().parts().get(id)).filter(part::equals).isEmpty()) {
                preference.refused(new EngineRefusal(part.engine().id(), modules.get(id),
                        "engine \"" + part.engine().service().id() + "\" was tried, but " + problem, null));
            }
        });
    }

    List<ComponentStatus> components(ServiceSet services) {
        Optional<Generation> serving = generations.serving();
        Optional<Generation> tried = generations.tried();
        return modules.values().stream().map(module -> {
            String id = module.component().id();
            Optional<String> engine = serving.flatMap(g -> engine(g, id));
            String why = preference.why(module, services, execution.known(), engine)
                    + tried.flatMap(g -> engine(g, id)).filter(e -> !engine.equals(Optional.of(e))).map(e -> "; " + e + " is being warmed up").orElse("");
            return new ComponentStatus(id, engine, why, preference.fits(module, services), module.profile(), execution.limits(id),
                    execution.running(id), execution.queued(id));
        }).toList();
    }

    private static Optional<String> engine(Generation generation, String component) {
        return Optional.ofNullable(generation.plan().parts().get(component)).map(part -> part.engine().service().id());
    }

    /**
     * Blocks until all new events are on the engine that is asked for.
     *
     * @param again has the application brought in line with its services once more
     * @throws GyreException when there is no such engine or it cannot run a component; nothing has changed then
     */
    void use(Optional<String> engine, Supplier<ServiceSet> current, Runnable again) {
        Runnable back = preference.use(engine, current.get(), again);
        Optional<Generation> serving = generations.awaitDecided();
        ServiceSet services = current.get();
        for (LoadedModule module : modules.values()) {
            String id = module.component().id();
            Optional<String> wanted = engine.filter(e -> preference.free(module)).or(() -> preference.choose(module, services, true).engine().map(e -> e.service().id()));
            if (!serving.flatMap(g -> engine(g, id)).equals(wanted)) {
                String why = preference.told().equals(engine) ? preference.why(module, services, true)
                        : "another command has meanwhile asked for " + preference.told().map(e -> '"' + e + '"').orElse("no engine in particular");
                back.run();
                again.run();
                throw new GyreException("application \"" + application + "\": component \"" + id + "\" was not switched: "
                        + serving.flatMap(g -> engine(g, id)).map(e -> "it runs on " + e + "; ").orElse("") + why);
            }
        }
    }
}
