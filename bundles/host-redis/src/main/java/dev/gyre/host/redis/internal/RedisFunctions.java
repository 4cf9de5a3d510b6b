package dev.gyre.host.redis.internal;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.abi.GuestHeap;
import dev.gyre.api.abi.ReturnArea;
import dev.gyre.api.engine.Caller;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.HostFunction;
import dev.gyre.api.engine.ValueType;
import dev.gyre.api.host.HostContext;
import dev.gyre.redis.RedisFailure;
import dev.gyre.redis.Reply;

/**
 * {@code outbound-redis}: publish, get and set of Spin 0.2, the others of later 0.x and 1.x ({@code
 * wit/ephemeral/outbound-redis.wit}). Every parameter is flat, every result goes to an address that comes last, and the only
 * error is {@code error}.
 */
final class RedisFunctions {
    static final String MODULE = "outbound-redis";
    static final List<String> NAMES = List.of("publish", "get", "set", "incr", "del", "sadd", "srem", "smembers", "execute");
    private static final int ERROR = 1;

    private final OutboundRedis redis;
    private final CoreLayout layout;

    RedisFunctions(OutboundRedis redis, CoreLayout layout) {
        this.redis = redis;
        this.layout = layout;
    }

    Optional<HostFunction> function(String name) {
        return switch (name) {
            case "publish" -> function(name, 7, UNIT, a -> fixed(a.string(), "PUBLISH", List.of(a.text(), a.bytes())), Results::nothing);
            case "get" -> function(name, 5, BYTES, a -> fixed(a.string(), "GET", List.of(a.text())), Results::bytes);
            case "set" -> function(name, 7, UNIT, a -> fixed(a.string(), "SET", List.of(a.text(), a.bytes())), Results::nothing);
            case "incr" -> function(name, 5, NUMBER, a -> fixed(a.string(), "INCR", List.of(a.text())), Results::number);
            case "del" -> function(name, 5, NUMBER, a -> fixed(a.string(), "DEL", a.strings()), Results::number);
            case "sadd" -> function(name, 7, NUMBER, a -> fixed(a.string(), "SADD", joined(a.text(), a.strings())), Results::number);
            case "srem" -> function(name, 7, NUMBER, a -> fixed(a.string(), "SREM", joined(a.text(), a.strings())), Results::number);
            case "smembers" -> function(name, 5, STRINGS, a -> fixed(a.string(), "SMEMBERS", List.of(a.text())), Results::strings);
            case "execute" -> function(name, 7, VALUES,
                    a -> new OutboundRedis.Command(a.string(), joined(a.text(), a.parameters()), true), Results::flat);
            default -> Optional.empty();
        };
    }

    private static OutboundRedis.Command fixed(String address, String name, List<byte[]> arguments) {
        return new OutboundRedis.Command(address, joined(name.getBytes(StandardCharsets.US_ASCII), arguments), false);
    }

    private static List<byte[]> joined(byte[] first, List<byte[]> rest) {
        return Stream.concat(Stream.of(first), rest.stream()).toList();
    }

    /**
     * Where a kind of result has its fields in each layout.
     *
     * @param slots   of the whole result
     * @param bytes   of the whole result
     * @param errorAt byte offset of the error
     */
    private record Shape<R>(int slots, int bytes, int errorAt, Writer<R> writer) {
    }

    private interface Writer<R> {
        void write(ReturnArea out, GuestHeap heap, R value);
    }

    private static final Shape<Void> UNIT = new Shape<>(2, 2, 1, (out, heap, value) -> { });
    private static final Shape<Long> NUMBER = new Shape<>(2, 16, 8, (out, heap, value) -> out.s64(1, 8, value));
    private static final Shape<byte[]> BYTES = new Shape<>(3, 12, 4, (out, heap, value) -> out.slice(1, 4, heap.lower(value)));
    private static final Shape<List<String>> STRINGS = new Shape<>(3, 12, 4, (out, heap, value) -> out.slice(1, 4, heap.lowerStrings(value)));
    private static final Shape<List<Reply>> VALUES = new Shape<>(3, 12, 4, (out, heap, value) -> out.slice(1, 4, Results.lower(value, heap)));

    private <R> Optional<HostFunction> function(String name, int params, Shape<R> shape, Function<Arguments, OutboundRedis.Command> reading,
            Function<Reply, R> result) {
        ExternType.Func type = new ExternType.Func(Collections.nCopies(params, ValueType.I32), List.of());
        return Optional.of(new HostFunction(MODULE + "." + name, type, (caller, args) -> {
            call(caller, args, shape, reading, result);
            return HostFunction.NOTHING;
        }));
    }

    private <R> void call(Caller caller, long[] args, Shape<R> shape, Function<Arguments, OutboundRedis.Command> reading, Function<Reply, R> result) {
        ReturnArea out = Arguments.result(caller.memory(), args, layout, shape.slots(), shape.bytes());
        Arguments arguments = new Arguments(caller.memory(), args, redis.settings().command());
        try {
            redis.run(HostContext.of(caller), () -> reading.apply(arguments), reply -> {
                shape.writer().write(out, GuestHeap.of(caller.instance()), result.apply(reply));
                return null;
            });
            out.tag(0, 0, 0);
        } catch (RedisFailure e) {
            out.tag(0, 0, 1);
            out.tag(1, shape.errorAt(), ERROR);
        }
    }
}
