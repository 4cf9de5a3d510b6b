package dev.gyre.trigger.redis.internal.subscribe;

import java.util.List;

import dev.gyre.redis.RedisFailure;

/**
 * Asks the server now and then whether it is still there, and closes the connection of one that no longer says anything: a peer
 * that went without a word would otherwise never be missed. A thread of its own, until it is closed.
 */
final class Heartbeat implements AutoCloseable {
    private static final List<byte[]> PING = Subscription.command("PING", List.of());

    private final Thread thread;

    Heartbeat(Session session, Subscription.Times times) {
        thread = Thread.ofVirtual().name("gyre-redis heartbeat").inheritInheritableThreadLocals(false).start(() -> beat(session, times));
    }

    private static void beat(Session session, Subscription.Times times) {
        try {
            while (session.connection().isOpen()) {
                Thread.sleep(times.heartbeat());
                long since = session.waitingSince();
                if (since == 0) {
                    continue; // it is we who are slow
                }
                if (System.nanoTime() - since > times.silence().toNanos()) {
                    session.connection().close();
                } else {
                    session.connection().send(PING, System.nanoTime() + times.connect().toNanos());
                }
            }
        } catch (InterruptedException | RedisFailure e) {
            // The session ends, or has ended.
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
