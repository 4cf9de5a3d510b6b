package dev.gyre.run.internal;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Component;

import dev.gyre.api.GyreException;
import dev.gyre.api.runtime.ExecutionContext;
import dev.gyre.api.trigger.ConfiguredTrigger;
import dev.gyre.api.trigger.RunningTrigger;
import dev.gyre.api.trigger.Trigger;
import dev.gyre.api.trigger.TriggerContext;

/** The trigger of programs that {@code gyre run} deploys: its one event is the command itself. Thread-safe. */
@Capability(namespace = "dev.gyre.trigger", name = Runs.TYPE)
@Component(service = {Trigger.class, Runs.class}, property = Trigger.PROPERTY + "=" + Runs.TYPE)
public final class Runs implements Trigger {
    static final String TYPE = "gyre-run";

    private final Map<String, CompletableFuture<ExecutionContext>> waiting = new ConcurrentHashMap<>();

    /** Where the program of that application can be called, once it is deployed. */
    CompletableFuture<ExecutionContext> expect(String application) {
        CompletableFuture<ExecutionContext> ready = new CompletableFuture<>();
        waiting.put(application, ready);
        return ready;
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public ConfiguredTrigger configure(TriggerContext context) {
        CompletableFuture<ExecutionContext> ready = Optional.ofNullable(waiting.remove(context.execution().application().info().name()))
                .orElseThrow(() -> new GyreException("the trigger \"" + TYPE + "\" belongs to gyre run, and to no manifest"));
        return () -> {
            ready.complete(context.execution());
            return (RunningTrigger) () -> { };
        };
    }
}
