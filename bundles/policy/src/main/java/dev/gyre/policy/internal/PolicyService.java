package dev.gyre.policy.internal;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Configurations;
import dev.gyre.api.config.RuntimeConfigSection;
import dev.gyre.api.host.OutboundPolicy;
import dev.gyre.api.host.OutboundRules;
import dev.gyre.api.host.SelfOrigins;
import dev.gyre.api.host.TemplateResolver;

/**
 * The policy service: the manifest decides per component, the operator's configuration {@value #PID} over all of them.
 * A changed configuration applies to running applications at once.
 *
 * <p>Of {@code gyre.toml} it reads {@code [component.<id>.outbound]}: {@code any-port = true} lets HTTP requests
 * go to any port of an allowed host, as Spin 0.1 to 0.4 did.
 */
@Component(service = {OutboundPolicy.class, RuntimeConfigSection.class}, configurationPid = PolicyService.PID,
        property = RuntimeConfigSection.PROPERTY + "=outbound_networking")
public final class PolicyService implements OutboundPolicy, RuntimeConfigSection {
    static final String PID = "dev.gyre.policy";
    private static final String BLOCK_NETWORKS = "block_networks";
    private static final Duration LOOKUP_LIMIT = Duration.ofSeconds(10);

    private final NameLookup lookup;
    private volatile Networks configured;
    /** What {@code runtime-config.toml} adds. */
    private final List<Networks> added = new CopyOnWriteArrayList<>();
    /** For entries that refer to variables; without it they allow nothing. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile TemplateResolver templates;
    /** For requests of an application to itself. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile SelfOrigins origins;

    /** @throws IllegalArgumentException for a network that is none: a policy that is half read must not serve */
    @Activate
    public PolicyService(PolicyConfig config, Map<String, Object> properties) {
        Configurations.allowOnly(PolicyConfig.class, PID, properties);
        this(config, InetAddress::getAllByName);
    }

    PolicyService(PolicyConfig config, NameLookup.Source names) {
        configured = Networks.of(List.of(config.block$_$networks()));
        lookup = new NameLookup(names, LOOKUP_LIMIT);
    }

    @Modified
    void modified(PolicyConfig config, Map<String, Object> properties) {
        Configurations.allowOnly(PolicyConfig.class, PID, properties);
        configured = Networks.of(List.of(config.block$_$networks()));
    }

    @Override
    public Applied apply(ConfigTable file, String key) {
        ConfigTable table = file.requiredTable(key);
        table.allowOnly(List.of(BLOCK_NETWORKS));
        Networks more;
        try {
            more = Networks.of(table.strings(BLOCK_NETWORKS));
        } catch (IllegalArgumentException e) {
            throw table.error(BLOCK_NETWORKS, e.getMessage());
        }
        added.add(more);
        return () -> added.remove(more);
    }

    private Networks blocked() {
        List<Cidr> all = new ArrayList<>(configured.blocks());
        added.forEach(networks -> all.addAll(networks.blocks()));
        return new Networks(all);
    }

    @Deactivate
    void close() {
        lookup.close();
    }

    @Override
    public OutboundRules rules(Application application, dev.gyre.api.app.Component component) {
        boolean anyPort = application.settings(component).table("outbound").map(PolicyService::anyPort).orElse(false);
        return new ComponentRules(application, component, anyPort,
                destinations(component.position() + ": component \"" + component.id() + "\""), new Now());
    }

    @Override
    public OutboundRules triggerRules(Application application) {
        Destinations destinations = destinations("application \"" + application.info().name() + "\"");
        return (scheme, host, port) -> destinations.addresses(scheme, destinations.parse(scheme, host, port), port, false);
    }

    private final class Now implements ComponentRules.Surroundings {
        @Override
        public String resolve(Application application, String template) {
            return Optional.ofNullable(templates).orElseThrow(() -> new GyreException("no installed bundle knows variables"))
                    .resolve(application, template);
        }

        @Override
        public Optional<SelfOrigins.SelfOrigin> self(Application application) {
            return Optional.ofNullable(origins).flatMap(o -> o.of(application));
        }
    }

    private Destinations destinations(String who) {
        return new Destinations(who, this::blocked, lookup);
    }

    private static boolean anyPort(ConfigTable outbound) {
        outbound.allowOnly(List.of("any-port"));
        return outbound.bool("any-port").orElse(false);
    }
}
