package dev.gyre.wasi.p2.internal.socket;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.Configurations;
import dev.gyre.api.config.Position;
import dev.gyre.api.host.BoundHostInterfaces;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.ConnectionPlaces;
import dev.gyre.api.host.HostInterfaceProvider;
import dev.gyre.api.host.OutboundPolicy;
import dev.gyre.api.host.OutboundRules;
import dev.gyre.api.host.StateKey;
import dev.gyre.api.host.WitFile;
import dev.gyre.wasi.backend.socket.SocketBudget;
import dev.gyre.wasi.backend.socket.Sockets;

/** {@code wasi:sockets} of WASI 0.2 and its release candidates, behind the outbound policy. Thread-safe. */
@Capability(namespace = "dev.gyre.host", name = "wasi:sockets")
@Component(configurationPid = SocketInterfaces.PID)
public final class SocketInterfaces implements HostInterfaceProvider {
    static final String PID = "dev.gyre.wasi.sockets";
    private static final Logger LOG = LoggerFactory.getLogger(SocketInterfaces.class);

    private static final String WASI_02 = "@0.2.12";
    private static final String RC_2023_11_10 = "@0.2.0-rc-2023-11-10";
    private static final String RC_2023_10_18 = "@0.2.0-rc-2023-10-18";

    /** The objects of an event. */
    private static final Map<Class<?>, Function<Sockets, Object>> MAKERS = Map.of(
            NetworkFace.class, _ -> new NetworkFace(),
            NewSockets.class, sockets -> new NewSockets(sockets),
            NameLookup.class, sockets -> new NameLookup(sockets),
            NameLookup1018.class, sockets -> new NameLookup1018(sockets),
            Tcp.class, _ -> new Tcp(),
            Tcp1110.class, _ -> new Tcp1110(),
            Udp.class, _ -> new Udp(),
            Udp1110.class, _ -> new Udp1110(),
            Udp1018.class, _ -> new Udp1018());

    private final OutboundPolicy policy;
    private volatile SocketBudget budget;
    private final Map<String, Class<?>> interfaces = new HashMap<>();

    @Activate
    public SocketInterfaces(@Reference OutboundPolicy policy, SocketConfig config, Map<String, Object> properties) {
        this(policy, budget(Configurations.defaults(SocketConfig.class)));
        modified(config, properties);
    }

    SocketInterfaces(OutboundPolicy policy, SocketBudget budget) {
        this.policy = policy;
        this.budget = budget;
        add(WASI_02, Tcp.class, Udp.class, NameLookup.class);
        add(RC_2023_11_10, Tcp1110.class, Udp1110.class, NameLookup.class);
        add(RC_2023_10_18, Tcp1110.class, Udp1018.class, NameLookup1018.class);
    }

    /** Holds for the next event. */
    @Modified
    void modified(SocketConfig config, Map<String, Object> properties) {
        budget = Configurations.changed(budget, SocketConfig.class, PID, properties, () -> budget(config), LOG::error);
    }

    SocketBudget budget() {
        return budget;
    }

    private static SocketBudget budget(SocketConfig config) {
        return new SocketBudget(limit("per-event", config.per$_$event()), limit("total", config.total()));
    }

    private static int limit(String name, int value) {
        if (value < 0) {
            throw new ConfigException(Position.of("configuration " + PID), name, "it is " + value + ", and must be 0 or more");
        }
        return value;
    }

    private void add(String version, Class<?> tcp, Class<?> udp, Class<?> lookup) {
        Map.of("network", NetworkFace.class, "instance-network", NewSockets.class, "tcp-create-socket", NewSockets.class, "udp-create-socket",
                NewSockets.class, "tcp", tcp, "udp", udp, "ip-name-lookup", lookup)
                .forEach((name, type) -> interfaces.put("wasi:sockets/" + name + version, type));
    }

    @Override
    public List<WitFile> wit() {
        return List.of();
    }

    @Override
    public Map<String, Class<?>> interfaces() {
        return Map.copyOf(interfaces);
    }

    @Override
    public BoundHostInterfaces bind(ComponentContext component) {
        OutboundRules rules = policy.rules(component.application(), component.component());
        String owner = component.application().info().name() + "/" + component.component().id();
        ConnectionPlaces places = policy.sockets(component.application());
        StateKey<Sockets> sockets = new StateKey<>(_ -> new Sockets(owner, rules, budget, places));
        return (type, event) -> MAKERS.get(type).apply(event.state(sockets));
    }
}
