package dev.gyre.host.redis.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.gyre.redis.ConnectionPool;
import dev.gyre.redis.RedisAddress;
import dev.gyre.redis.RedisConnection;
import dev.gyre.redis.RedisFailure;
import dev.gyre.test.Configured;

/** A configuration that changes while guests have connections. */
class LiveLimitsTest {
    private final RedisHostModule module = with(Map.of("connections", 7));

    @AfterEach
    void close() {
        module.close();
    }

    private static RedisHostModule with(Map<String, Object> said) {
        return new RedisHostModule((_, _) -> (_, _, _) -> List.of(), Configured.of(RedisConfig.class, said), said);
    }

    private void change(Map<String, Object> said) {
        module.modified(Configured.of(RedisConfig.class, said), said);
    }

    @Test
    void whatCannotBeUsedLeavesAllValuesAsTheyWere() {
        RedisSettings before = module.settings();
        assertEquals(7, before.connections());
        change(Map.of("connections", 0, "buffers", "1 KiB"));
        change(Map.of("timeout", "soon", "connections", 3));
        change(Map.of("connection", 3));
        assertEquals(before, module.settings());
        assertEquals(before.buffers(), module.budget().limit());
    }

    @Test
    void whatCanHoldsForTheSamePool() {
        ConnectionPool pool = module.pool();
        change(Map.of("connections", 1, "buffers", "1 KiB"));
        assertEquals(1024, module.budget().limit());
        assertSame(pool, module.pool());
        take(pool);
        assertEquals("all 1 connections are in use", assertThrows(RedisFailure.class, () -> take(pool)).getMessage());
        change(Map.of("connections", 2));
        take(pool);
        change(Map.of("connections", 1));
        assertEquals(2, pool.open());
        assertThrows(RedisFailure.class, () -> take(pool));
    }

    /** Takes a place without connecting. */
    private void take(ConnectionPool pool) {
        RedisConnection.Limits limits = new RedisConnection.Limits(1, module.budget());
        pool.take(new ConnectionPool.Key("shop/cart", RedisAddress.parse("redis://h"), Set.of(), limits), System.nanoTime(), _ -> null);
    }

    @Test
    void atTheStartTheDefaultsHoldInstead() {
        RedisHostModule broken = with(Map.of("connections", 3, "reply", "1 GiB"));
        assertEquals(RedisSettings.of(Configured.of(RedisConfig.class, Map.of())), broken.settings());
        broken.close();
    }
}
