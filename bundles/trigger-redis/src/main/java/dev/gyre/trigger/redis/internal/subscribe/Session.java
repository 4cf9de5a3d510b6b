package dev.gyre.trigger.redis.internal.subscribe;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.Printable;
import dev.gyre.api.engine.HeapBudget;
import dev.gyre.redis.RedisConnection;
import dev.gyre.redis.RedisFailure;
import dev.gyre.redis.Reply;
import dev.gyre.trigger.redis.internal.deliver.Lane;
import dev.gyre.trigger.redis.internal.deliver.Message;

/** One connection while it lasts: tells what the server says apart (RESP2, pushed messages) and delivers it. One thread delivers. */
final class Session {
    /** Beside the payload: a channel's name, and the values around both. */
    private static final int ROOM = 1 << 16;
    private static final Logger LOG = LoggerFactory.getLogger("dev.gyre.trigger.redis");

    private final Subscription.Target target;
    private final RedisConnection connection;
    private final Runnable subscribed;
    private int confirmed;
    /** Since when the server is being waited for, as {@link System#nanoTime}; 0 while it is not. */
    private volatile long waitingSince;

    /** @param subscribed called once the server has confirmed all channels */
    Session(Subscription.Target target, RedisConnection connection, Runnable subscribed) {
        this.target = target;
        this.connection = connection;
        this.subscribed = subscribed;
    }

    /** Room for one message at a time: those that wait are counted elsewhere. */
    static RedisConnection.Limits limits(Subscription.Target target) {
        long room = (long) target.maxMessage() + ROOM;
        return new RedisConnection.Limits(room, new HeapBudget(2 * room), true);
    }

    RedisConnection connection() {
        return connection;
    }

    long waitingSince() {
        return waitingSince;
    }

    /**
     * Delivers until all channels are unsubscribed.
     *
     * @throws RedisFailure when the connection ends or the server says something else
     */
    void deliver() throws InterruptedException {
        boolean more = true;
        while (more) {
            // never 0, which stands for nobody waiting
            waitingSince = System.nanoTime() | 1;
            try (RedisConnection.Answer answer = connection.receive()) {
                waitingSince = 0;
                more = take(answer.reply());
            }
        }
    }

    private boolean take(Reply reply) throws InterruptedException {
        if (reply instanceof Reply.Failure failure) {
            throw new RedisFailure("the server refuses the subscription with the error " + failure.code());
        }
        if (!(reply instanceof Reply.Items(List<Reply> items)) || items.size() < 2) {
            throw unexpected();
        }
        switch (text(items.getFirst())) {
            case "message" -> message(items);
            case "subscribe" -> {
                if (++confirmed == target.channels().size()) {
                    subscribed.run();
                }
            }
            case "unsubscribe" -> {
                return !items.getLast().equals(new Reply.Number(0));
            }
            case "pong" -> { }
            default -> throw unexpected();
        }
        return true;
    }

    private void message(List<Reply> items) throws InterruptedException {
        if (items.size() != 3) {
            throw unexpected();
        }
        String channel = text(items.get(1));
        switch (items.get(2)) {
            case Reply.Bytes(byte[] payload) when payload.length <= target.maxMessage() -> put(new Message(channel, payload));
            case Reply.Bytes(byte[] payload) -> tooLarge(channel, payload.length);
            case Reply.Skipped(long length) -> tooLarge(channel, length);
            default -> throw unexpected();
        }
    }

    private void put(Message message) throws InterruptedException {
        for (Lane lane : target.channels().getOrDefault(message.channel(), List.of())) {
            lane.put(message);
        }
    }

    private void tooLarge(String channel, long length) {
        LOG.error("app \"{}\": a message of {} bytes on channel \"{}\" is lost: it is over max-message = {} of [redis] in gyre.toml",
                target.application(), length, Printable.of(channel), target.maxMessage());
    }

    private static String text(Reply reply) {
        if (reply instanceof Reply.Bytes(byte[] content)) {
            return new String(content, StandardCharsets.UTF_8);
        }
        throw unexpected();
    }

    private static RedisFailure unexpected() {
        return new RedisFailure("the server says something that is no message");
    }
}
