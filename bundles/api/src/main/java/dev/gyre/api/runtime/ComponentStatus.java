package dev.gyre.api.runtime;

import java.util.List;
import java.util.Optional;

import dev.gyre.api.engine.Fit;
import dev.gyre.api.engine.ModuleProfile;

/**
 * A component of a deployment as an operator sees it.
 *
 * @param component its id
 * @param engine    that runs its new events now; nothing while it waits for one
 * @param why       that engine: the setting that names it, or how the engines there are suit the module
 * @param fits      how every engine there is would run it, best first
 * @param profile   of its module
 * @param limits    in force for its next event
 * @param running   events open now
 * @param queued    events waiting for a place
 */
public record ComponentStatus(String component, Optional<String> engine, String why, List<EngineFit> fits, ModuleProfile profile,
        Limits limits, int running, int queued) {
    public ComponentStatus {
        fits = List.copyOf(fits);
    }

    /** An engine and how it would run the component's module. */
    public record EngineFit(String engine, Fit fit) {
    }
}
