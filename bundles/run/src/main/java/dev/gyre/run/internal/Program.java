package dev.gyre.run.internal;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.engine.GuestExit;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.runtime.DeployException;
import dev.gyre.api.runtime.ExecutionContext;
import dev.gyre.api.runtime.InstanceLease;
import dev.gyre.api.runtime.InstanceOptions;
import dev.gyre.component.value.Result;

/** A deployed program and its one run, with this process's own streams. For one thread. */
record Program(ExecutionContext execution, String id, RunOptions options) {
    private static final String RUN = "wasi:cli/run@";
    private static final String START = "_start";

    /** @return the program's exit code */
    int run() {
        ComponentContext component = execution.component(id);
        Optional<String> entry = entry(component);
        List<String> arguments = new ArrayList<>(List.of(id));
        arguments.addAll(options.arguments());
        // The process's descriptors as they are: what a program writes is not to be changed on its way.
        InstanceOptions streams = new InstanceOptions(Map.of(), arguments, Optional.of(new FileInputStream(FileDescriptor.in)),
                Optional.of(new FileOutputStream(FileDescriptor.out)), Optional.of(new FileOutputStream(FileDescriptor.err)));
        try (InstanceLease lease = execution.lease(id, streams)) {
            if (entry.isEmpty()) {
                lease.call(START);
                return 0;
            }
            return lease.invoke(entry.get(), "run").filter(Result.Ok.class::isInstance).isPresent() ? 0 : 1;
        } catch (GuestExit e) {
            return e.code();
        }
    }

    /** The interface whose {@code run} is called; nothing for a core module. */
    private static Optional<String> entry(ComponentContext component) {
        Optional<String> run = component.exportedInterfaces().stream().filter(n -> n.startsWith(RUN)).findFirst();
        boolean starts = component.exports().stream().anyMatch(e -> e.name().equals(START));
        if (run.isEmpty() && !starts) {
            List<String> exports = component.composed() ? component.exportedInterfaces() : component.exports().stream().map(e -> e.name()).limit(20).toList();
            throw new DeployException(component.component().position() + ": " + component.component().id() + " is no program: it exports neither wasi:cli/run nor "
                    + START + ", but " + (exports.isEmpty() ? "nothing" : String.join(", ", exports)));
        }
        return run;
    }
}
