package dev.gyre.launcher;

import java.time.Duration;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;

/** The command line on its way to the bundle that runs it, and the exit code on its way back. Thread-safe. */
final class Command {
    private final String[] arguments;
    private final CompletableFuture<Optional<Bundle>> taken = new CompletableFuture<>();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    Command(String... arguments) {
        this.arguments = arguments.clone();
    }

    /** Offers the services that the package describes. A bundle may run the command right here, in the calling thread. */
    void offer(BundleContext context, StartTrace trace) {
        if (trace.isOn()) {
            Consumer<String> phases = trace::end;
            context.registerService(Consumer.class, phases, properties("gyre.trace", true));
        }
        Dictionary<String, Object> properties = properties("gyre.exit", true);
        properties.put("gyre.arguments", arguments.clone());
        context.registerService(IntConsumer.class, new ServiceFactory<>() {
            @Override
            public IntConsumer getService(Bundle bundle, ServiceRegistration<IntConsumer> registration) {
                taken.complete(Optional.of(bundle));
                return Command.this::exit;
            }

            @Override
            public void ungetService(Bundle bundle, ServiceRegistration<IntConsumer> registration, IntConsumer service) {
                // a later user of the same bundle gets it again
            }
        }, properties);
    }

    private static Dictionary<String, Object> properties(String name, Object value) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(name, value);
        return properties;
    }

    /** Asks for the end of the process. The first code wins. */
    void exit(int code) {
        exit.complete(code);
    }

    /** Nobody will take it any more, unless somebody has. */
    void giveUp() {
        taken.complete(Optional.empty());
    }

    /** @return whether somebody has taken the command, or the end was asked for, within the given time and before it was given up */
    boolean isTakenWithin(Duration bound) {
        try {
            CompletableFuture.anyOf(taken, exit).get(bound.toMillis(), TimeUnit.MILLISECONDS);
            return exit.isDone() || taker().isPresent();
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The bundle that runs the command. */
    Optional<Bundle> taker() {
        return taken.getNow(Optional.empty());
    }

    /** Blocks until the end is asked for. */
    int awaitExit() {
        return exit.join();
    }
}
