package dev.gyre.shell.internal;

import java.io.OutputStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.CommandProxy;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.Converter;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.AnyService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gogo's interpreter, made when somebody wants a command and not with the container, and the commands that bundles offer: any
 * service with the properties {@code osgi.command.scope} and {@code osgi.command.function}. Thread-safe.
 */
@Component(service = Gogo.class)
public final class Gogo implements Interpreter.Factory {
    private static final Logger LOG = LoggerFactory.getLogger(Gogo.class);
    /** Commands of Gogo's own, help among them. Its runtime is used as a library, see {@link ThreadOut}. */
    private static final String COMMANDS = "org.apache.felix.gogo.command";

    private final BundleContext context;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ServiceReference<?>, List<Command>> commands = new ConcurrentHashMap<>();
    private final List<Converter> converters = new CopyOnWriteArrayList<>();
    private Running running;

    private record Command(String scope, String function, CommandProxy proxy) {
    }

    private record Running(CommandProcessorImpl processor, ThreadOut out) {
    }

    @Activate
    public Gogo(BundleContext context) {
        this.context = context;
    }

    @Reference(service = AnyService.class, target = "(&(osgi.command.scope=*)(osgi.command.function=*))",
            cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindCommand(ServiceReference<?> service) {
        String scope = service.getProperty(CommandProcessor.COMMAND_SCOPE).toString();
        List<Command> added = functions(service.getProperty(CommandProcessor.COMMAND_FUNCTION)).stream()
                .map(function -> new Command(scope, function, new CommandProxy(context, service, function))).toList();
        lock.lock();
        try {
            commands.put(service, added);
            if (running != null) {
                added.forEach(this::add);
            }
        } finally {
            lock.unlock();
        }
    }

    void unbindCommand(ServiceReference<?> service) {
        lock.lock();
        try {
            List<Command> removed = commands.remove(service);
            if (removed != null && running != null) {
                removed.forEach(c -> running.processor().removeCommand(c.scope(), c.function(), c.proxy()));
            }
        } finally {
            lock.unlock();
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindConverter(Converter converter) {
        lock.lock();
        try {
            converters.add(converter);
            if (running != null) {
                running.processor().addConverter(converter);
            }
        } finally {
            lock.unlock();
        }
    }

    void unbindConverter(Converter converter) {
        lock.lock();
        try {
            converters.remove(converter);
            if (running != null) {
                running.processor().removeConverter(converter);
            }
        } finally {
            lock.unlock();
        }
    }

    private static List<String> functions(Object property) {
        return switch (property) {
            case String[] names -> List.of(names);
            case Collection<?> names -> names.stream().map(Object::toString).toList();
            default -> List.of(property.toString());
        };
    }

    private void add(Command command) {
        running.processor().addCommand(command.scope(), command.proxy(), command.function());
    }

    @Override
    public Interpreter open(OutputStream out, OutputStream err) {
        startCommands();
        lock.lock();
        try {
            if (running == null) {
                ThreadOut threadOut = ThreadOut.install();
                running = new Running(new CommandProcessorImpl(threadOut), threadOut);
                converters.forEach(running.processor()::addConverter);
                commands.values().forEach(added -> added.forEach(this::add));
            }
            return new GogoInterpreter(running.processor(), out, err);
        } finally {
            lock.unlock();
        }
    }

    /** Outside the lock: it registers services, which come back here. */
    private void startCommands() {
        Arrays.stream(context.getBundles()).filter(bundle -> COMMANDS.equals(bundle.getSymbolicName()) && bundle.getState() == Bundle.RESOLVED).forEach(bundle -> {
            try {
                bundle.start(Bundle.START_TRANSIENT);
            } catch (BundleException e) {
                LOG.warn("Gogo's own commands cannot be started: {}", e.toString());
            }
        });
    }

    @Deactivate
    void stop() {
        lock.lock();
        try {
            if (running != null) {
                running.out().uninstall();
                running.processor().stop();
                running = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
