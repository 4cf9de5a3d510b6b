package dev.gyre.host.redis.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.host.OutboundDenied;
import dev.gyre.host.rig.Apps;
import dev.gyre.host.rig.GuestRig;

/** A guest whose component may reach the names a test gives it. */
abstract class RedisFixture {
    private static final Component CART = Apps.component("cart", Map.of());
    private static final Component OTHER = Apps.component("other", Map.of());
    private static final Application SHOP = Apps.app(CART, OTHER);

    final Map<String, List<InetSocketAddress>> names = new HashMap<>();
    final RedisHostModule module = new RedisHostModule((application, component) -> (scheme, host, port) -> {
        assertEquals("redis", scheme);
        if (!names.containsKey(host)) {
            throw new OutboundDenied("component \"" + component.id() + "\" may not connect to " + host);
        }
        return names.get(host);
    }, new RedisSettings(Duration.ofSeconds(5), 1 << 20, 1 << 20, 8 << 20, 4));

    GuestRig rig(String guest, CoreLayout layout) {
        return new GuestRig(Apps.guest(guest), module, SHOP, CART, Optional.of(layout));
    }

    GuestRig rig() {
        return rig("redis-packed", CoreLayout.PACKED);
    }

    GuestRig otherComponent() {
        return new GuestRig(Apps.guest("redis-packed"), module, SHOP, OTHER, Optional.of(CoreLayout.PACKED));
    }

    @AfterEach
    void nothingIsLeft() {
        module.close();
        assertEquals(0, module.pool().open(), "connections");
        assertEquals(0, module.budget().used(), "bytes");
    }
}
