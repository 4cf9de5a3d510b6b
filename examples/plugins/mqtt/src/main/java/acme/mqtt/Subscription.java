package acme.mqtt;

import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopicFilter;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;

import dev.gyre.api.GyreException;
import dev.gyre.api.Printable;

/**
 * One subscription: a connection of its own that comes back when it is lost, and the messages being handled, so many at once and each
 * on a virtual thread. A message is acknowledged once a guest has handled it or has failed as often as it may; until then the
 * server keeps it. Thread-safe; {@link #start} and {@link #close} block.
 */
final class Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /**
     * What makes two subscriptions the same.
     *
     * @param maxMessage bytes; the server sends no larger one
     */
    record Target(String componentId, MqttConfig.Server server, Optional<String> clientId, MqttTopicFilter topic, MqttQos qos, Duration session,
            int inFlight, int maxMessage) {
    }

    /** Who gets the messages. */
    record Receiver(MessageHandler handler, int attempts) {
    }

    private final Target target;
    private final Connector connector;
    private final String clientId;
    private final Semaphore places;
    private final Set<Thread> running = ConcurrentHashMap.newKeySet();
    private final CountDownLatch tried = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile Receiver receiver;
    private volatile Optional<String> problem = Optional.of("not yet tried");
    private volatile long deadline;

    Subscription(Target target, Connector connector, Receiver receiver) {
        this.target = target;
        this.connector = connector;
        this.receiver = receiver;
        clientId = target.clientId().orElseGet(() -> "gyre-" + UUID.randomUUID());
        places = new Semaphore(target.inFlight(), true);
        thread = Thread.ofVirtual().name("acme-mqtt " + target.topic()).inheritInheritableThreadLocals(false).unstarted(this::run);
    }

    Target target() {
        return target;
    }

    /** Why it receives nothing now; empty while it is subscribed. */
    Optional<String> problem() {
        return problem;
    }

    boolean unstarted() {
        return thread.getState() == Thread.State.NEW;
    }

    /** Messages that come from now on are for this one. */
    void handOver(Receiver next) {
        receiver = next;
    }

    /** Returns once it is subscribed, or once the first attempt has failed; then it goes on trying. */
    void start() {
        thread.start();
        try {
            tried.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS); // attempts are bounded, but name servers may hang
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30));
        try {
            while (!closed()) {
                String reason = attempt(backoff);
                problem = Optional.of(reason);
                tried.countDown();
                if (!closed()) {
                    Duration pause = backoff.next();
                    LOG.warn("app \"{}\": no subscription to {} at {}: {}; next attempt in {} ms", receiver.handler().application(), target.topic(),
                            target.server(), reason, pause.toMillis());
                    closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            problem = Optional.of("interrupted");
        }
    }

    private boolean closed() {
        return closing.getCount() == 0;
    }

    /** Connects, and delivers until that ends; says why it ended. */
    private String attempt(Backoff backoff) throws InterruptedException {
        try (Connection connected = connector.connect(target, clientId)) {
            problem = Optional.empty();
            tried.countDown();
            backoff.reset();
            deliver(connected);
            if (closed()) {
                drain();
            }
            return "the connection was lost";
        } catch (UnknownHostException e) {
            return "no address: " + e.getMessage();
        } catch (RuntimeException e) {
            return Printable.of(String.valueOf(e.getMessage()));
        }
    }

    /** Until the connection is lost or this is closed; what has come and is not handled then the server sends again. */
    private void deliver(Connection connected) throws InterruptedException {
        try {
            for (Optional<Mqtt5Publish> next = connected.receive(); next.isPresent(); next = connected.receive()) {
                places.acquire();
                begin(next.get());
            }
        } catch (InterruptedException e) {
            if (!closed()) {
                throw e;
            }
        }
    }

    private void begin(Mqtt5Publish message) {
        Thread handling = Thread.ofVirtual().name("acme-mqtt " + target.topic()).inheritInheritableThreadLocals(false).unstarted(() -> {
            try {
                handle(message);
            } finally {
                running.remove(Thread.currentThread());
                places.release();
            }
        });
        running.add(handling);
        handling.start();
    }

    private void handle(Mqtt5Publish received) {
        Message message = new Message(received.getTopic().toString(), received.getPayloadAsBytes());
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
        try {
            Optional<String> failure = attempt(message);
            for (int attempt = 1; failure.isPresent(); attempt++) {
                if (attempt >= receiver.attempts()) {
                    LOG.error("app \"{}\", component \"{}\": a message of {} bytes on topic \"{}\" is given up after {} attempts: {}",
                            receiver.handler().application(), receiver.handler().componentId(), message.payload().length,
                            Printable.of(message.topic()), attempt, failure.get());
                    break;
                }
                if (closing.await(backoff.next().toMillis(), TimeUnit.MILLISECONDS)) {
                    return; // it stays with the server
                }
                failure = attempt(message);
            }
            received.acknowledge();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.debug("a message could not be acknowledged; it will come again", e);
        }
    }

    /** Calls the guest; says why that failed. */
    private Optional<String> attempt(Message message) {
        try {
            return receiver.handler().handle(message) ? Optional.empty() : Optional.of("the guest returned an error");
        } catch (GyreException e) {
            return Optional.of(Printable.of(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            return Optional.of(e.toString());
        }
    }

    private void drain() throws InterruptedException {
        if (!places.tryAcquire(target.inFlight(), deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            running.forEach(Thread::interrupt);
        }
    }

    /**
     * Receives no more, and lets what is being handled end and be acknowledged.
     *
     * @param limit as {@link System#nanoTime}; what runs then is interrupted
     */
    void close(long limit) {
        deadline = limit;
        closing.countDown();
        thread.interrupt();
        try {
            thread.join(PATIENCE.plusNanos(Math.max(0, limit - System.nanoTime())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
