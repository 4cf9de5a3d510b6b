package dev.gyre.cli.internal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.Printable;
import dev.gyre.cli.Command;
import dev.gyre.cli.args.UsageException;

/**
 * Takes the command line the launcher offers, finds the command it names and runs it; again, when the bundle that provides it is
 * replaced meanwhile. Thread-safe.
 */
@Component(immediate = true, service = {})
public final class CommandRunner {
    private static final Logger LOG = LoggerFactory.getLogger(CommandRunner.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration STOP = Duration.ofSeconds(25);
    /** How long a process is nothing without its command, while a bundle is being replaced. */
    private static final Duration SUCCESSOR = Duration.ofSeconds(60);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Command> commands = new ConcurrentHashMap<>();
    private final IntConsumer exit;
    private final Thread thread;
    private volatile boolean stopping;
    /** What runs now, under the lock; and whether its bundle wants it back. */
    private Optional<Command> current = Optional.empty();
    private boolean recalled;

    /**
     * @param exit ends the process with a code; the service's property {@code gyre.arguments} is the command line
     */
    @Activate
    public CommandRunner(@Reference(name = "exit", target = "(gyre.exit=true)") Map.Entry<Map<String, Object>, IntConsumer> exit) {
        this.exit = exit.getValue();
        String[] arguments = (String[]) exit.getKey().get("gyre.arguments");
        // a platform thread: the last one that is not a daemon may be this one
        thread = Thread.ofPlatform().name("gyre-" + (arguments.length == 0 ? "command" : arguments[0])).start(() -> run(List.of(arguments)));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindCommand(Command command, Map<String, Object> properties) {
        commands.put((String) properties.get(Command.PROPERTY), command);
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** When it is what runs, ends it and waits, bounded, until it has put its things away. */
    void unbindCommand(Command command, Map<String, Object> properties) {
        commands.remove((String) properties.get(Command.PROPERTY), command);
        lock.lock();
        try {
            if (!runs(command)) {
                return;
            }
            recalled = true;
            thread.interrupt();
            long left = STOP.toNanos();
            while (runs(command) && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (runs(command)) {
                tooLong();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private boolean runs(Command command) {
        return current.filter(c -> c == command).isPresent();
    }

    private static void tooLong() {
        LOG.warn("the command has not ended {} s after it was stopped", STOP.toSeconds());
    }

    /**
     * Ends the command and waits, bounded, until it has put its things away. That does not end the process: whoever stops this bundle
     * alone is replacing it, and its successor runs the command again.
     */
    @Deactivate
    void stop() {
        stopping = true;
        thread.interrupt();
        try {
            if (!thread.join(STOP)) {
                tooLong();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(List<String> arguments) {
        Optional<Integer> code = once(arguments, PATIENCE);
        while (code.isEmpty() && !stopping) {
            LOG.info("the command {} begins anew as soon as its bundle is back", arguments.getFirst());
            code = once(arguments, SUCCESSOR);
        }
        code.filter(c -> !stopping).ifPresent(exit::accept);
    }

    /** @return the process's exit code; nothing when the command was recalled */
    private Optional<Integer> once(List<String> arguments, Duration patience) {
        String name = arguments.isEmpty() ? "help" : arguments.getFirst();
        try {
            Command command = await(name, patience).orElseThrow(() -> new UsageException("no installed bundle provides the command \"" + name + "\""));
            int code = command.run(arguments.subList(Math.min(1, arguments.size()), arguments.size()));
            return ended() ? Optional.empty() : Optional.of(code);
        } catch (RuntimeException | Error e) {
            return ended() || stopping ? Optional.empty() : Optional.of(failed(arguments, e));
        }
    }

    /** @return whether it was recalled */
    private boolean ended() {
        lock.lock();
        try {
            boolean was = recalled;
            recalled = false;
            current = Optional.empty();
            changed.signalAll();
            if (was) {
                Thread.interrupted(); // which told the command, and is not meant for the next
            }
            return was;
        } finally {
            lock.unlock();
        }
    }

    private static int failed(List<String> arguments, Throwable e) {
        switch (e) {
            case UsageException usage -> {
                System.err.println("Error: " + Printable.of(usage.getMessage()));
                System.err.println("For more information try 'gyre " + (arguments.isEmpty() ? "help" : Printable.of(arguments.getFirst()) + " --help") + "'.");
                return Command.USAGE;
            }
            case GyreException known -> {
                System.err.println("Error: " + Printable.of(known.getMessage()));
                LOG.debug("the command failed", known);
            }
            default -> {
                System.err.println("Error: internal error: " + Printable.of(e.toString()));
                LOG.error("the command {} failed", arguments, e);
            }
        }
        return 1;
    }

    private Optional<Command> await(String name, Duration patience) {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (!commands.containsKey(name) && left > 0) {
                left = changed.awaitNanos(left);
            }
            current = Optional.ofNullable(commands.get(name));
            return current;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }
}
