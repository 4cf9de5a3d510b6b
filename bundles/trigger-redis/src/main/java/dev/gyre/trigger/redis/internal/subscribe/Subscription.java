package dev.gyre.trigger.redis.internal.subscribe;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.host.OutboundDenied;
import dev.gyre.api.host.OutboundRules;
import dev.gyre.redis.Deadlines;
import dev.gyre.redis.RedisAddress;
import dev.gyre.redis.RedisConnection;
import dev.gyre.redis.RedisFailure;
import dev.gyre.trigger.redis.internal.deliver.Lane;

/**
 * The subscription of one application to channels of one server: a connection that comes back when it is lost, and the lanes its
 * messages go to. Thread-safe; {@link #start} and {@link #close} block.
 */
public final class Subscription {
    private static final Logger LOG = LoggerFactory.getLogger("dev.gyre.trigger.redis");

    /**
     * What it subscribes to.
     *
     * @param rules      that say where the address may lead, as they are now; fails with a {@link RedisFailure} while there are none
     * @param channels   by name, each with the lanes of its components
     * @param maxMessage bytes of a message; larger ones are dropped
     */
    public record Target(String application, RedisAddress address, Supplier<OutboundRules> rules, Map<String, List<Lane>> channels, int maxMessage) {
        public Target {
            channels = Map.copyOf(channels);
        }
    }

    /**
     * How patient it is.
     *
     * @param connect   a connection may take to be there, and a command to be sent
     * @param heartbeat how often the server is asked whether it is still there
     * @param silence   after which the connection is given up
     */
    public record Times(Duration connect, Duration heartbeat, Duration silence) {
        public static final Times DEFAULT = new Times(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(30));
    }

    private final Target target;
    private final Times times;
    private final Deadlines deadlines;
    private final Thread thread;
    private final CountDownLatch tried = new CountDownLatch(1);
    private volatile boolean closing;
    private volatile Optional<Session> session = Optional.empty();
    /** Why there is no subscription now; empty while there is one. */
    private volatile Optional<String> problem = Optional.of("not yet tried");

    public Subscription(Target target, Times times, Deadlines deadlines) {
        this.target = target;
        this.times = times;
        this.deadlines = deadlines;
        thread = Thread.ofVirtual().name("gyre-redis " + target.application() + " " + target.address()).inheritInheritableThreadLocals(false).unstarted(this::run);
    }

    /**
     * Subscribes. Returns once messages are received, or once the first attempt has failed; then it goes on trying.
     *
     * @throws OutboundDenied when the address may not be connected to at all
     */
    public void start() {
        check();
        thread.start();
        try {
            // an attempt is bounded by itself; this is for a name server that hangs
            tried.await(2 * times.connect().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Asks the rules that are in force now. Blocks on the resolver.
     *
     * @throws OutboundDenied when the address may not be connected to at all
     */
    public void check() {
        try {
            resolve();
        } catch (UnknownHostException | RedisFailure e) {
            // Names come and go as servers do, and so do policies; attempts to connect will tell.
        }
    }

    private List<InetSocketAddress> resolve() throws UnknownHostException {
        return target.rules().get().resolve("redis", target.address().host(), target.address().port());
    }

    private void run() {
        Backoff backoff = new Backoff();
        while (!closing) {
            long begin = System.nanoTime();
            String reason = attempt();
            problem = Optional.of(reason);
            tried.countDown();
            if (System.nanoTime() - begin > Backoff.LONGEST.toNanos()) {
                backoff.reset(); // it was there for long
            }
            Duration wait = backoff.next();
            if (!closing) {
                LOG.warn("app \"{}\": no subscription at {}: {}; messages are missed until it is back, next attempt in {} ms",
                        target.application(), target.address(), reason, wait.toMillis());
                sleep(wait);
            }
        }
    }

    /** Connects, subscribes and delivers until that ends; says why it ended. */
    private String attempt() {
        try {
            RedisConnection.Limits limits = Session.limits(target);
            RedisConnection connection = RedisConnection.open(target.address(), resolve(), limits, deadline(), deadlines);
            Session begun = new Session(target, connection, this::subscribed);
            session = Optional.of(begun);
            try (connection; Heartbeat heart = new Heartbeat(begun, times)) {
                if (closing) {
                    return "closing";
                }
                connection.send(command("SUBSCRIBE", target.channels().keySet()), deadline());
                begun.deliver();
                return "unsubscribed";
            } finally {
                session = Optional.empty();
            }
        } catch (UnknownHostException e) {
            return "no address: " + e.getMessage();
        } catch (RedisFailure | OutboundDenied e) {
            return e.getMessage();
        } catch (InterruptedException e) {
            return "interrupted";
        } catch (RuntimeException e) {
            LOG.error("app \"{}\": the subscription at {} failed", target.application(), target.address(), e);
            return e.toString();
        }
    }

    private void subscribed() {
        boolean first = tried.getCount() > 0;
        problem = Optional.empty();
        tried.countDown();
        if (!first) {
            LOG.info("app \"{}\": subscribed again at {}", target.application(), target.address());
        }
    }

    private long deadline() {
        return System.nanoTime() + times.connect().toNanos();
    }

    static List<byte[]> command(String name, Iterable<String> arguments) {
        Stream.Builder<String> parts = Stream.<String>builder().add(name);
        arguments.forEach(parts::add);
        return parts.build().map(part -> part.getBytes(StandardCharsets.UTF_8)).toList();
    }

    private void sleep(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            // Only close interrupts, and says so in "closing".
        }
    }

    public RedisAddress address() {
        return target.address();
    }

    /** Why it receives nothing now; empty while it is subscribed. */
    public Optional<String> problem() {
        return problem;
    }

    /**
     * Unsubscribes, and returns when all that the server sent before has been put into the lanes.
     *
     * @param deadline as {@link System#nanoTime}; then the connection is cut
     */
    public void close(long deadline) {
        closing = true;
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        try {
            Optional<Session> open = session.filter(s -> problem.isEmpty());
            if (open.isPresent()) {
                open.get().connection().send(command("UNSUBSCRIBE", List.of()), Math.min(deadline, deadline()));
                join(deadline);
            }
        } catch (RedisFailure e) {
            // It is broken, so nothing more will come.
        }
        thread.interrupt();
        session.ifPresent(s -> s.connection().close());
        join(System.nanoTime() + times.connect().toNanos());
    }

    private void join(long deadline) {
        try {
            thread.join(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
