package dev.gyre.cli.internal.control;

import java.util.List;

import dev.gyre.api.GyreException;
import dev.gyre.api.config.Nearest;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.Deployments;

/** Finds what users name. Stateless. */
final class Named {
    private Named() {
    }

    /** The deployments of all runtimes there are. */
    static List<Deployment> all(List<Deployments> runtimes) {
        if (runtimes.isEmpty()) {
            throw new GyreException("no runtime is installed (bundle dev.gyre.runtime)");
        }
        return runtimes.stream().flatMap(r -> r.deployments().stream()).toList();
    }

    /** The deployments of one application. */
    static List<Deployment> app(List<Deployment> deployments, String name) {
        List<Deployment> found = deployments.stream().filter(d -> name(d).equals(name)).toList();
        if (found.isEmpty()) {
            throw unknown("application", name, deployments.stream().map(Named::name).distinct().toList());
        }
        return found;
    }

    static String name(Deployment deployment) {
        return deployment.application().info().name();
    }

    static GyreException unknown(String kind, String name, List<String> known) {
        String hint = Nearest.of(name, known).map(n -> "; did you mean '" + n + "'?")
                .orElse(known.isEmpty() ? "; there is none" : "; there is " + String.join(", ", known));
        return new GyreException("no " + kind + " '" + name + "'" + hint);
    }
}
