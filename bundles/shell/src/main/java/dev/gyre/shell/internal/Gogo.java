package dev.gyre.shell.internal;

import java.io.OutputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.felix.service.command.CommandProcessor;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

import dev.gyre.api.GyreException;

/** Gogo's command processor. Its bundles are started when somebody wants a command, not with the container. Thread-safe. */
@Component(service = Gogo.class)
public final class Gogo implements Interpreter.Factory {
    private static final String RUNTIME = "org.apache.felix.gogo.runtime";
    /** Not every bundle of Gogo's: one with a console of its own would take the container's. */
    private static final Set<String> BUNDLES = Set.of(RUNTIME, "org.apache.felix.gogo.command");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private CommandProcessor processor;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindProcessor(CommandProcessor service) {
        lock.lock();
        try {
            processor = service;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void unbindProcessor(CommandProcessor service) {
        lock.lock();
        try {
            if (processor == service) {
                processor = null;
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Interpreter open(OutputStream out, OutputStream err) {
        startBundles();
        return new GogoInterpreter(processor(), out, err);
    }

    private static void startBundles() {
        Bundle self = FrameworkUtil.getBundle(Gogo.class);
        for (Bundle bundle : self.getBundleContext().getBundles()) {
            if (bundle.getSymbolicName() != null && BUNDLES.contains(bundle.getSymbolicName())
                    && (bundle.getState() & (Bundle.INSTALLED | Bundle.RESOLVED)) != 0) {
                try {
                    bundle.start(Bundle.START_TRANSIENT);
                } catch (BundleException e) {
                    throw new GyreException("the shell's bundle " + bundle.getSymbolicName() + " does not start: " + e.getMessage(), e);
                }
            }
        }
    }

    private CommandProcessor processor() {
        long left = PATIENCE.toNanos();
        lock.lock();
        try {
            while (processor == null && left > 0) {
                left = arrived.awaitNanos(left);
            }
            if (processor == null) {
                throw new GyreException("no command processor is there after " + PATIENCE.toSeconds() + " s: is the bundle "
                        + RUNTIME + " installed?");
            }
            return processor;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GyreException("interrupted while the shell was started", e);
        } finally {
            lock.unlock();
        }
    }
}
