package dev.gyre.host.key.value.internal.store;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.gyre.redis.ConnectionPool;
import dev.gyre.redis.Deadlines;
import dev.gyre.redis.RedisAddress;
import dev.gyre.redis.RedisConnection;
import dev.gyre.redis.RedisFailure;
import dev.gyre.redis.Reply;

/**
 * A store that is a database of a Redis server the operator named: each key is a key of the server's, as in Spin
 * ({@code crates/key-value-redis}). Thread-safe.
 */
public final class RedisStore implements Store {
    private static final String OWNER = "key-value";
    private static final byte[] SWAP = bytes("if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('SET', KEYS[1], ARGV[2]) return 1 end return 0");

    private final RedisAddress address;
    private final ConnectionPool pool;
    private final Deadlines deadlines;
    private final Supplier<RedisConnection.Limits> limits;

    public RedisStore(RedisAddress address, ConnectionPool pool, Deadlines deadlines, Supplier<RedisConnection.Limits> limits) {
        this.address = address;
        this.pool = pool;
        this.deadlines = deadlines;
        this.limits = limits;
    }

    @Override
    public Optional<byte[]> get(String key, long deadline) {
        return content(command(deadline, bytes("GET"), bytes(key)));
    }

    @Override
    public void set(String key, byte[] value, long deadline) {
        command(deadline, bytes("SET"), bytes(key), value);
    }

    @Override
    public void delete(String key, long deadline) {
        command(deadline, bytes("DEL"), bytes(key));
    }

    @Override
    public boolean exists(String key, long deadline) {
        return number(command(deadline, bytes("EXISTS"), bytes(key))) == 1;
    }

    @Override
    public List<String> keys(long deadline) {
        return items(command(deadline, bytes("KEYS"), bytes("*"))).stream()
                .map(item -> new String(content(item).orElseGet(() -> new byte[0]), StandardCharsets.UTF_8)).toList();
    }

    @Override
    public List<Map.Entry<String, Optional<byte[]>>> getMany(List<String> keys, long deadline) {
        List<Reply> values = items(command(deadline, Stream.concat(Stream.of(bytes("MGET")), keys.stream().map(RedisStore::bytes)).toArray(byte[][]::new)));
        if (values.size() != keys.size()) {
            throw unexpected();
        }
        return IntStream.range(0, keys.size()).mapToObj(i -> Map.entry(keys.get(i), content(values.get(i)))).toList();
    }

    @Override
    public void setMany(List<Map.Entry<String, byte[]>> entries, long deadline) {
        List<byte[]> parts = new ArrayList<>(List.of(bytes("MSET")));
        entries.forEach(e -> parts.addAll(List.of(bytes(e.getKey()), e.getValue())));
        command(deadline, parts.toArray(byte[][]::new));
    }

    @Override
    public void deleteMany(List<String> keys, long deadline) {
        command(deadline, Stream.concat(Stream.of(bytes("DEL")), keys.stream().map(RedisStore::bytes)).toArray(byte[][]::new));
    }

    @Override
    public long increment(String key, long delta, long deadline) {
        return number(command(deadline, bytes("INCRBY"), bytes(key), bytes(Long.toString(delta))));
    }

    @Override
    public boolean swap(String key, Optional<byte[]> before, byte[] value, long deadline) {
        return number(before.isEmpty() ? command(deadline, bytes("SETNX"), bytes(key), value)
                : command(deadline, bytes("EVAL"), SWAP, bytes("1"), bytes(key), before.get(), value)) == 1;
    }

    private Reply command(long deadline, byte[]... parts) {
        try {
            List<InetSocketAddress> resolved = Arrays.stream(InetAddress.getAllByName(address.host())).map(a -> new InetSocketAddress(a, address.port())).toList();
            RedisConnection.Limits now = limits.get();
            ConnectionPool.Key key = new ConnectionPool.Key(OWNER, address, Set.copyOf(resolved), now);
            RedisConnection connection = pool.take(key, deadline, until -> RedisConnection.open(address, resolved, now, until, deadlines));
            try (RedisConnection.Answer answer = connection.command(List.of(parts), deadline)) {
                if (answer.reply() instanceof Reply.Failure failure) {
                    throw new StoreException("the store answers with the error " + failure.code());
                }
                return answer.reply();
            } finally {
                pool.giveBack(key, connection, true);
            }
        } catch (UnknownHostException e) {
            throw new StoreException("the store cannot be reached", e);
        } catch (RedisFailure e) {
            throw new StoreException("the store does not answer", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<byte[]> content(Reply reply) {
        return switch (reply) {
            case Reply.Nil() -> Optional.empty();
            case Reply.Bytes(byte[] content) -> Optional.of(content);
            default -> throw unexpected();
        };
    }

    private static long number(Reply reply) {
        if (reply instanceof Reply.Number(long value)) {
            return value;
        }
        throw unexpected();
    }

    private static List<Reply> items(Reply reply) {
        if (reply instanceof Reply.Items(List<Reply> items)) {
            return items;
        }
        throw unexpected();
    }

    private static StoreException unexpected() {
        return new StoreException("the store answers with something else than was asked for");
    }

    /** The connections are the pool's. */
    @Override
    public void close() {
    }
}
