package dev.gyre.host.redis.internal;

import java.util.List;
import java.util.Map;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import dev.gyre.api.host.BoundHostInterfaces;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.HostInterfaceProvider;
import dev.gyre.api.host.WitFile;
import dev.gyre.host.redis.internal.face.SpinRedis;
import dev.gyre.host.redis.internal.face.SpinRedis1;

/** Outbound Redis for components of the component model. Thread-safe. */
@Component
public final class RedisInterfaces implements HostInterfaceProvider {
    private final RedisHostModule redis;

    @Activate
    public RedisInterfaces(@Reference RedisHostModule redis) {
        this.redis = redis;
    }

    @Override
    public List<WitFile> wit() {
        return List.of(WitFile.beside(SpinRedis.class, "spin.wit"), WitFile.beside(SpinRedis.class, "spin-2.wit"));
    }

    @Override
    public Map<String, Class<?>> interfaces() {
        return Map.of("fermyon:spin/redis", SpinRedis1.class, "fermyon:spin/redis@2.0.0", SpinRedis.class);
    }

    @Override
    public BoundHostInterfaces bind(ComponentContext component) {
        OutboundRedis own = redis.redis(component);
        return (type, event) -> {
            GuestRedis guest = new GuestRedis(own, event);
            return type == SpinRedis.class ? new SpinRedis(guest) : new SpinRedis1(guest);
        };
    }
}
