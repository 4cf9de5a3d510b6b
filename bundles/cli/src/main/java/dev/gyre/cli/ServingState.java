package dev.gyre.cli;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.config.Quantity;
import dev.gyre.api.serve.ServerState;
import dev.gyre.cli.args.Arguments;
import dev.gyre.cli.args.Option;
import dev.gyre.cli.args.UsageException;

/** How far a command is that serves, as others see it, and what the user said of that. Thread-safe; only {@link #stopping} blocks. */
public final class ServingState implements ServerState {
    public static final List<Option> OPTIONS = List.of(
            new Option("health", ' ', "ADDRESS", "GYRE_HEALTH", "Host and port where /live, /ready and /startup are answered [default: nowhere]"),
            new Option("stop-delay", ' ', "TIME", "", "How long to go on serving, no longer ready, once it is told to stop, such as 5s [default: 0s]"));
    private static final Logger LOG = LoggerFactory.getLogger(ServingState.class);

    private final Optional<InetSocketAddress> health;
    private final Duration delay;
    private volatile Phase phase = Phase.STARTING;

    private ServingState(Optional<InetSocketAddress> health, Duration delay) {
        this.health = health;
        this.delay = delay;
    }

    /**
     * As {@link #OPTIONS} say.
     *
     * @throws UsageException when they cannot be understood
     */
    public static ServingState of(Arguments args) {
        return new ServingState(args.one("health").map(ServingState::address), args.one("stop-delay").map(ServingState::time).orElse(Duration.ZERO));
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || !text.substring(colon + 1).matches("\\d{1,5}") || Integer.parseInt(text.substring(colon + 1)) > 0xffff) {
            throw new UsageException("option '--health' must be host:port such as 127.0.0.1:9000, but is '" + text + "'");
        }
        return new InetSocketAddress(text.substring(0, colon).replaceAll("^\\[|]$", ""), Integer.parseInt(text.substring(colon + 1)));
    }

    private static Duration time(String text) {
        return Quantity.duration(text).orElseThrow(() -> new UsageException("option '--stop-delay' must be " + Quantity.DURATION + ", but is '" + text + "'"));
    }

    @Override
    public Phase phase() {
        return phase;
    }

    @Override
    public Optional<InetSocketAddress> healthAddress() {
        return health;
    }

    /** Shows it to the container. */
    public Shown show(BundleContext context) {
        return new Shown(context.registerService(ServerState.class, this, null));
    }

    /** Everything is served that can be. */
    public void serving() {
        phase = Phase.SERVING;
    }

    /** What served has gone; unless the stop has begun, it will be started again. */
    public void interrupted() {
        phase = phase == Phase.STOPPING ? Phase.STOPPING : Phase.STARTING;
    }

    /** The stop begins: lets those who send events notice. An interrupt ends the wait. */
    public void stopping() {
        phase = Phase.STOPPING;
        try {
            Thread.sleep(delay);
        } catch (InterruptedException e) {
            LOG.debug("not waited for", e); // told to stop twice
        }
    }

    /** For as long as it is seen. Thread-safe. */
    public static final class Shown implements AutoCloseable {
        private final ServiceRegistration<?> registration;

        private Shown(ServiceRegistration<?> registration) {
            this.registration = registration;
        }

        @Override
        public void close() {
            try {
                registration.unregister();
            } catch (IllegalStateException e) {
                // the command's bundle is being stopped, which has unregistered it
            }
        }
    }
}
