package dev.gyre.host.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.gyre.test.Configured;

/** A configuration that changes while guests have connections. */
class LiveLimitsTest extends ClientFixture {
    private void change(Map<String, Object> said) {
        clients.modified(Configured.of(HttpConfig.class, said), said);
    }

    @Test
    void whatCannotBeUsedLeavesAllValuesAsTheyWere() throws Exception {
        say("h", RawServer.ok("0123456789"));
        change(Map.of("connections", 0, "buffers", "1 KiB"));
        change(Map.of("timeout", "soon", "depth", 3));
        change(Map.of("buffer", "1 KiB"));
        assertEquals(SMALL, clients.settings());
        assertEquals(SMALL.buffers(), backend.budget().limit());
        assertEquals("0123456789", text(get("http://h/")));
    }

    @Test
    void whatCanHoldsForTheNextRequestOfTheSameClient() throws Exception {
        say("h", RawServer.ok("0123456789"));
        assertEquals("0123456789", text(get("http://h/")));
        clients.modified(Configured.of(HttpConfig.class, Map.of("response-body", "5", "connections", 2, "buffers", "1 MiB")), Map.of("response-body", "5"));
        assertSame(backend, clients.backend());
        assertEquals(1 << 20, backend.budget().limit());
        assertThrows(OutboundFailure.class, () -> get("http://h/"));
        change(Map.of());
        assertEquals("0123456789", text(get("http://h/")));
    }

    @Test
    void atTheStartTheDefaultsHoldInstead() {
        Map<String, Object> said = Map.of("depth", 3, "timeout", "soon");
        assertEquals(HttpSettings.DEFAULT, new HttpClients((_, _) -> rules, Configured.of(HttpConfig.class, said), said).settings());
    }
}
