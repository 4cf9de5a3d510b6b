package dev.gyre.cli.internal.up;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.Variable;
import dev.gyre.api.host.TemplateResolver;
import dev.gyre.api.runtime.DeployException;

/** Whether all variables an application must have are given, as today's Spin asks before it serves. Thread-safe; blocks. */
record RequiredVariables(Latest<TemplateResolver> templates) {
    /** Providers may still be on their way. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration LOOK = Duration.ofMillis(20);

    /** @throws DeployException naming those nobody has a value for; what was written for an older Spin may have variables that nobody reads */
    void check(Application app) {
        if (app.info().manifestVersion() < 2 || app.variables().values().stream().noneMatch(Variable::required)) {
            return;
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<String> missing = missing(app);
        while (!missing.isEmpty() && System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK.toNanos());
            missing = missing(app);
        }
        if (!missing.isEmpty()) {
            String first = missing.getFirst();
            throw new DeployException("no provider has a value for required variable(s) of the application: " + String.join(", ", missing) + "; give one with --variable " + first
                    + "=..., in the environment as SPIN_VARIABLE_" + first.toUpperCase(Locale.ROOT) + ", or by a provider of the file of --runtime-config-file");
        }
    }

    private List<String> missing(Application app) {
        return templates.await(PATIENCE).map(t -> t.missing(app)).orElse(List.of());
    }
}
