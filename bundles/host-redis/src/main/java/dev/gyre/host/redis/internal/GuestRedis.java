package dev.gyre.host.redis.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import dev.gyre.api.host.HostContext;
import dev.gyre.host.redis.internal.face.RedisTypes.RedisParameter;
import dev.gyre.host.redis.internal.face.RedisTypes.RedisResult;
import dev.gyre.redis.RedisAddress;
import dev.gyre.redis.RedisFailure;
import dev.gyre.redis.Reply;

/**
 * The commands of one event, whatever interface it gives them by. All throw {@link RedisFailure}, or {@link WrongType} where a value is of another
 * kind than the command is for. For the event's thread.
 */
public final class GuestRedis {
    private final OutboundRedis redis;
    private final HostContext event;

    GuestRedis(OutboundRedis redis, HostContext event) {
        this.redis = redis;
        this.event = event;
    }

    /** What is there is of another kind than the command is for. */
    public static final class WrongType extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WrongType() {
            super("wrong type", null, false, false);
        }
    }

    /** Makes sure that an address may be used and answers. */
    public void ping(String address) {
        RedisAddress.parse(address);
        run(address, "PING", List.of(), Results::nothing);
    }

    public void publish(String address, String channel, byte[] payload) {
        run(address, "PUBLISH", List.of(bytes(channel), payload), Results::nothing);
    }

    public Optional<byte[]> get(String address, String key) {
        return run(address, "GET", List.of(bytes(key)), reply -> reply instanceof Reply.Nil ? Optional.empty() : Optional.of(Results.bytes(reply)));
    }

    public void set(String address, String key, byte[] value) {
        run(address, "SET", List.of(bytes(key), value), Results::nothing);
    }

    public long incr(String address, String key) {
        return run(address, "INCR", List.of(bytes(key)), Results::number);
    }

    public long del(String address, List<String> keys) {
        return run(address, "DEL", keys.stream().map(GuestRedis::bytes).toList(), Results::number);
    }

    public long sadd(String address, String key, List<String> values) {
        return run(address, "SADD", joined(key, values), Results::number);
    }

    public List<String> smembers(String address, String key) {
        return run(address, "SMEMBERS", List.of(bytes(key)), Results::strings);
    }

    public long srem(String address, String key, List<String> values) {
        return run(address, "SREM", joined(key, values), Results::number);
    }

    public List<RedisResult> execute(String address, String command, List<RedisParameter> arguments) {
        List<byte[]> parts = new ArrayList<>(List.of(bytes(command)));
        arguments.forEach(argument -> parts.add(switch (argument) {
            case RedisParameter.Int64(long value) -> bytes(Long.toString(value));
            case RedisParameter.Binary(byte[] value) -> value;
        }));
        return send(new OutboundRedis.Command(address, parts, true), reply -> Results.flat(reply).stream().map(GuestRedis::result).toList());
    }

    private static RedisResult result(Reply reply) {
        return switch (reply) {
            case Reply.Nil() -> new RedisResult.Nil();
            case Reply.Status(String text) -> new RedisResult.Status(text);
            case Reply.Number(long value) -> new RedisResult.Int64(value);
            case Reply.Bytes(byte[] content) -> new RedisResult.Binary(content);
            case Reply.Failure failure -> throw new RedisFailure("the server answers with the error " + failure.code());
            case Reply.Items items -> throw new RedisFailure("the server answers with a list in a list");
            case Reply.Skipped skipped -> throw new RedisFailure("the server answers with more than fits");
        };
    }

    private <R> R run(String address, String command, List<byte[]> arguments, Function<Reply, R> result) {
        List<byte[]> parts = new ArrayList<>(List.of(bytes(command)));
        parts.addAll(arguments);
        return send(new OutboundRedis.Command(address, parts, false), result);
    }

    private <R> R send(OutboundRedis.Command command, Function<Reply, R> result) {
        return redis.run(event, () -> checked(command), reply -> {
            if (reply instanceof Reply.Failure failure && failure.code().equals("WRONGTYPE")) {
                throw new WrongType();
            }
            return result.apply(reply);
        });
    }

    private OutboundRedis.Command checked(OutboundRedis.Command command) {
        long size = command.parts().stream().mapToLong(p -> p.length).sum();
        if (size > redis.settings().command()) {
            throw new RedisFailure("a command is over the limit of " + redis.settings().command() + " bytes");
        }
        return command;
    }

    private static List<byte[]> joined(String key, List<String> values) {
        List<byte[]> out = new ArrayList<>(List.of(bytes(key)));
        values.forEach(value -> out.add(bytes(value)));
        return out;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
