package dev.gyre.runtime.internal.deploy;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.trigger.ConfiguredTrigger;
import dev.gyre.api.trigger.RunningTrigger;
import dev.gyre.api.trigger.Trigger;
import dev.gyre.api.trigger.TriggerContext;
import dev.gyre.runtime.internal.service.Provided;
import dev.gyre.runtime.internal.service.ServiceSet;

/**
 * A trigger that is configured for an application and can be started. Immutable.
 *
 * @param application  its name
 * @param longestClose how long closing it may take, whatever it says
 */
record AppTrigger(String application, String type, Provided<Trigger> provided, ConfiguredTrigger configured, Duration longestClose) {
    private static final Logger LOG = LoggerFactory.getLogger(AppTrigger.class);
    /** That a trigger may take to start or to close, whatever it says, unless the operator lets its events drain for longer. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** @throws dev.gyre.api.GyreException when it cannot be configured, or does not come back from it */
    static AppTrigger configure(String application, String type, Provided<Trigger> provided, TriggerContext context) {
        ConfiguredTrigger configured = call(application, type, "configured", ConfiguredTrigger.STARTING, () -> provided.service().configure(context), tooLate -> { });
        return new AppTrigger(application, type, provided, configured, longestClose(context.settings()));
    }

    private static Duration longestClose(ConfigTable settings) {
        try {
            return settings.duration("drain").map(d -> d.plus(RunningTrigger.CLOSING)).filter(d -> d.compareTo(LONGEST) > 0).orElse(LONGEST);
        } catch (ConfigException e) {
            return LONGEST; // it means something else to that trigger
        }
    }

    private static <T> T call(String application, String type, String done, Duration limit, Supplier<T> call, Consumer<T> late) {
        return PlugIn.call("application \"" + application + "\": trigger \"" + type + "\" cannot be " + done, limit, call, late);
    }

    /** Whether its service is the one to use; also one that stood in for another, which is back, is not. */
    boolean in(ServiceSet services) {
        return provided.names().stream().anyMatch(t -> services.trigger(t).filter(provided::equals).isPresent());
    }

    /** @throws dev.gyre.api.GyreException when it cannot be started, or does not come back from it */
    StartedTrigger start() {
        return start(configured::start);
    }

    /** @throws dev.gyre.api.GyreException when it cannot be started, or does not come back from it; the one before goes on */
    StartedTrigger startInPlaceOf(StartedTrigger before) {
        return start(() -> configured.startInPlaceOf(before.trigger()));
    }

    private StartedTrigger start(Supplier<RunningTrigger> start) {
        Duration limit = PlugIn.atMost(configured::starting, ConfiguredTrigger.STARTING, LONGEST);
        return new StartedTrigger(this, call(application, type, "started", limit, start, late -> {
            LOG.warn("application \"{}\": trigger \"{}\" has started when nobody waited for it any more, and is closed", application, type);
            late.close();
        }));
    }
}
