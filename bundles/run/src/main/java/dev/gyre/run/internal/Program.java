package dev.gyre.run.internal;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.engine.GuestExit;
import dev.gyre.api.runtime.ExecutionContext;
import dev.gyre.api.runtime.InstanceLease;
import dev.gyre.api.runtime.InstanceOptions;
import dev.gyre.component.value.Result;

/** A deployed program and its one run, with this process's own streams. For one thread. */
record Program(ExecutionContext execution, String id, Entry entry, RunOptions options) {
    /** @return the program's exit code */
    int run() {
        List<String> arguments = new ArrayList<>(List.of(id));
        arguments.addAll(options.arguments());
        // The process's descriptors as they are: what a program writes is not to be changed on its way.
        InstanceOptions streams = new InstanceOptions(Map.of(), arguments, Optional.of(new FileInputStream(FileDescriptor.in)),
                Optional.of(new FileOutputStream(FileDescriptor.out)), Optional.of(new FileOutputStream(FileDescriptor.err)));
        try (InstanceLease lease = execution.lease(id, streams)) {
            if (entry.run().isEmpty()) {
                lease.call(Entry.START);
                return 0;
            }
            return lease.invoke(entry.run().get(), "run").filter(Result.Ok.class::isInstance).isPresent() ? 0 : 1;
        } catch (GuestExit e) {
            return e.code();
        }
    }
}
