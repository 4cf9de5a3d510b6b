package dev.gyre.health.internal;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.apache.felix.hc.api.Result;

import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.Deployments;
import dev.gyre.api.serve.ServedApps;
import dev.gyre.api.serve.ServerState;

/** What the container says of itself. Immutable. */
record ContainerChecks(Supplier<Optional<ServerState>> state, Supplier<Optional<Deployments>> runtime, Supplier<Optional<ServedApps>> served) {
    private static Result result(Result.Status status, String message) {
        return new Result(status, message);
    }

    /** That this is answered at all is most of it; the rest is memory. */
    Result live() {
        Runtime jvm = Runtime.getRuntime();
        long used = (jvm.totalMemory() - jvm.freeMemory()) * 100 / jvm.maxMemory();
        return result(Result.Status.OK, used + " % of the heap in use");
    }

    Result startup() {
        return state.get().map(ServerState::phase).filter(p -> p != ServerState.Phase.STARTING).isPresent() ? result(Result.Status.OK, "started")
                : result(Result.Status.TEMPORARILY_UNAVAILABLE, "starting");
    }

    /** One application that fails is no reason to send nothing to the others. */
    Result ready() {
        ServerState.Phase phase = state.get().map(ServerState::phase).orElse(ServerState.Phase.STARTING);
        if (phase != ServerState.Phase.SERVING) {
            return result(Result.Status.TEMPORARILY_UNAVAILABLE, phase == ServerState.Phase.STOPPING ? "stopping" : "starting");
        }
        if (runtime.get().isEmpty()) {
            return result(Result.Status.TEMPORARILY_UNAVAILABLE, "waits for a runtime (bundle dev.gyre.runtime)");
        }
        List<Deployment> all = runtime.get().map(Deployments::deployments).orElse(List.of());
        List<String> troubles = Stream.concat(
                all.stream().filter(d -> d.state() == Deployment.State.WAITING)
                        .map(d -> d.application().info().name() + " waits for " + String.join("; ", d.waitingFor())),
                served.get().map(ServedApps::apps).orElse(List.of()).stream().filter(a -> a.problem().isPresent()).map(a -> a.name() + ": " + a.problem().get())).toList();
        long running = all.stream().filter(d -> d.state() == Deployment.State.RUNNING).count();
        if (troubles.isEmpty()) {
            // whoever is sent here would meet a closed door
            return running == 0 ? result(Result.Status.TEMPORARILY_UNAVAILABLE, "no application runs") : result(Result.Status.OK, running + " applications run");
        }
        return result(running == 0 ? Result.Status.CRITICAL : Result.Status.WARN, String.join("\n", troubles));
    }

    Function<Aspect, Result> of() {
        return aspect -> switch (aspect) {
            case LIVE -> live();
            case READY -> ready();
            case STARTUP -> startup();
        };
    }
}
