package dev.gyre.wasi.p2.internal.socket;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.gyre.api.config.Configurations;
import dev.gyre.wasi.backend.socket.SocketBudget;

/** A configuration that changes while guests have sockets. */
class LiveLimitsTest {
    private static final SocketConfig CONFIG = Configurations.defaults(SocketConfig.class);

    @Test
    void whatCannotBeUsedLeavesWhatWas() {
        SocketInterfaces sockets = new SocketInterfaces((_, _) -> (_, _, _) -> List.of(), CONFIG, Map.of("total", "many"));
        SocketBudget before = sockets.budget();
        sockets.modified(CONFIG, Map.of("totl", 3));
        sockets.modified(CONFIG, Map.of("per-event", "some"));
        assertSame(before, sockets.budget());
        sockets.modified(CONFIG, Map.of("total", 3));
        assertNotSame(before, sockets.budget());
    }
}
