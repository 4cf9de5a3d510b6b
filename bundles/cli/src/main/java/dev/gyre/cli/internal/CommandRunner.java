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

/** Takes the command line the launcher offers, finds the command it names and runs it. Thread-safe. */
@Component(immediate = true, service = {})
public final class CommandRunner {
    private static final Logger LOG = LoggerFactory.getLogger(CommandRunner.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration STOP = Duration.ofSeconds(25);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Map<String, Command> commands = new ConcurrentHashMap<>();
    private final IntConsumer exit;
    private final Thread thread;
    private volatile boolean stopping;

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
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void unbindCommand(Command command, Map<String, Object> properties) {
        commands.remove((String) properties.get(Command.PROPERTY), command);
    }

    /** Ends the command and waits, bounded, until it has put its things away. */
    @Deactivate
    void stop() {
        stopping = true;
        thread.interrupt();
        try {
            if (!thread.join(STOP)) {
                LOG.warn("the command has not ended {} s after it was stopped", STOP.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(List<String> arguments) {
        int code = 1;
        try {
            String name = arguments.isEmpty() ? "help" : arguments.getFirst();
            code = await(name).map(c -> c.run(arguments.subList(1, arguments.size())))
                    .orElseThrow(() -> new UsageException("no installed bundle provides the command \"" + name + "\""));
        } catch (UsageException e) {
            System.err.println("Error: " + Printable.of(e.getMessage()));
            System.err.println("For more information try 'gyre " + (arguments.isEmpty() ? "help" : Printable.of(arguments.getFirst()) + " --help") + "'.");
            code = Command.USAGE;
        } catch (GyreException e) {
            if (stopping) {
                LOG.debug("the command was stopped", e);
                return;
            }
            System.err.println("Error: " + Printable.of(e.getMessage()));
            LOG.debug("the command failed", e);
        } catch (RuntimeException | Error e) {
            System.err.println("Error: internal error: " + Printable.of(e.toString()));
            LOG.error("the command {} failed", arguments, e);
        } finally {
            exit.accept(code);
        }
    }

    private Optional<Command> await(String name) {
        long left = PATIENCE.toNanos();
        lock.lock();
        try {
            while (!commands.containsKey(name) && left > 0) {
                left = arrived.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return Optional.ofNullable(commands.get(name));
    }
}
