package dev.gyre.host.redis.internal;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.engine.HeapBudget;
import dev.gyre.api.host.HostContext;
import dev.gyre.api.host.OutboundDenied;
import dev.gyre.api.host.OutboundRules;
import dev.gyre.api.host.StateKey;
import dev.gyre.redis.ConnectionPool;
import dev.gyre.redis.Deadlines;
import dev.gyre.redis.RedisAddress;
import dev.gyre.redis.RedisConnection;
import dev.gyre.redis.RedisFailure;
import dev.gyre.redis.Reply;

/** Redis of one component. Every command passes the component's rules first. Thread-safe; blocks. */
final class OutboundRedis {
    /** Failures of one event that are logged: a guest that fails in a loop must not fill the log. */
    private static final int LOGGED_PER_EVENT = 5;
    private static final Logger LOG = LoggerFactory.getLogger(OutboundRedis.class);

    private final String owner;
    private final OutboundRules rules;
    private final AppPool pool;
    private final Deadlines deadlines;
    private final HeapBudget budget;
    private final Supplier<RedisSettings> settings;
    private final StateKey<EventConnections> connections;

    /** @param owner names application and component in messages and keeps connections apart */
    OutboundRedis(String owner, OutboundRules rules, AppPool pool, Deadlines deadlines, HeapBudget budget, Supplier<RedisSettings> settings) {
        this.owner = owner;
        this.rules = rules;
        this.pool = pool;
        this.deadlines = deadlines;
        this.budget = budget;
        this.settings = settings;
        connections = new StateKey<>(event -> new EventConnections(pool));
    }

    /**
     * A command as a guest gave it.
     *
     * @param free whether the guest chose what command it is
     */
    record Command(String address, List<byte[]> parts, boolean free) {
    }

    RedisSettings settings() {
        return settings.get();
    }

    /**
     * Runs a command.
     *
     * @param reading reads the command out of the guest; may throw {@link RedisFailure} too
     * @param using   takes what it needs out of the reply; may throw {@link RedisFailure} too
     * @throws RedisFailure when there is no result; it is logged
     */
    <R> R run(HostContext event, Supplier<Command> reading, Function<Reply, R> using) {
        long deadline = System.nanoTime() + Math.min(event.remainingNanos(), settings.get().timeout().toNanos());
        EventConnections own = event.state(connections);
        try {
            Command command = reading.get();
            // The parts, and once more as they go out.
            long memory = 2 * command.parts().stream().mapToLong(p -> p.length).sum();
            if (!budget.take(memory)) {
                throw new RedisFailure("commands of all guests together would take more than the " + budget.limit() + " bytes of \"buffers\"");
            }
            RedisConnection.Answer answer;
            try {
                answer = answer(own, command, deadline);
            } finally {
                budget.giveBack(memory);
            }
            // The connection is free again, for using the reply runs code of the guest.
            try (answer) {
                return using.apply(answer.reply());
            }
        } catch (RedisFailure e) {
            if (own.failures++ < LOGGED_PER_EVENT) {
                LOG.warn("{}: outbound redis: {}", owner, e.getMessage());
            }
            throw e;
        }
    }

    private RedisConnection.Answer answer(EventConnections own, Command command, long deadline) {
        RedisAddress address = RedisAddress.parse(command.address());
        List<InetSocketAddress> checked = resolve(address);
        if (deadline - System.nanoTime() <= 0) {
            throw new RedisFailure("no time is left for a command to " + address);
        }
        RedisConnection.Limits limits = new RedisConnection.Limits(settings.get().reply(), budget);
        ConnectionPool.Key key = new ConnectionPool.Key(owner, address, Set.copyOf(checked), limits);
        RedisConnection kept = own.find(key).orElse(null);
        if (kept != null) {
            return kept.command(command.parts(), deadline);
        }
        if (command.free()) {
            own.checkRoom();
        }
        RedisConnection connection = pool.take(key, deadline,
                until -> RedisConnection.open(address, checked, limits, until, deadlines));
        if (command.free()) {
            own.keep(key, connection);
            return connection.command(command.parts(), deadline);
        }
        try {
            return connection.command(command.parts(), deadline);
        } finally {
            pool.giveBack(key, connection, true);
        }
    }

    private List<InetSocketAddress> resolve(RedisAddress address) {
        try {
            return rules.resolve("redis", address.host(), address.port());
        } catch (OutboundDenied e) {
            throw new RedisFailure(e.getMessage(), e);
        } catch (UnknownHostException e) {
            throw new RedisFailure("no address for " + address + ": " + e.getMessage(), e);
        }
    }
}
