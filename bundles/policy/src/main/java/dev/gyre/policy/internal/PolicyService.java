package dev.gyre.policy.internal;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Configurations;
import dev.gyre.api.config.Derived;
import dev.gyre.api.config.Position;
import dev.gyre.api.host.ConnectionPlaces;
import dev.gyre.api.host.OutboundPolicy;
import dev.gyre.api.host.OutboundRules;
import dev.gyre.api.host.RuntimeConfigSection;
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
        property = RuntimeConfigSection.PROPERTY + "=" + PolicyService.SECTION)
public final class PolicyService implements OutboundPolicy, RuntimeConfigSection {
    static final String PID = "dev.gyre.policy";
    static final String SECTION = "outbound_networking";
    private static final String BLOCK_NETWORKS = "block_networks";
    private static final String MOST_SOCKETS = "max_socket_connections";
    private static final String MOST = "max_total_connections";
    private static final Logger LOG = LoggerFactory.getLogger(PolicyService.class);
    private static final Duration LOOKUP_LIMIT = Duration.ofSeconds(10);

    private final NameLookup lookup;
    private volatile Destinations.Blocked configured;
    /** What an application's runtime configuration adds. */
    private final Derived<Said> said = new Derived<>(PolicyService::read);
    /** For entries that refer to variables; without it they allow nothing. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile TemplateResolver templates;
    /** For requests of an application to itself. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile SelfOrigins origins;

    /**
     * {@code [outbound_networking]} of Spin's {@code runtime-config.toml}.
     *
     * @param sockets within {@code connections}
     */
    private record Said(Destinations.Blocked blocked, ConnectionPlaces connections, ConnectionPlaces sockets) {
    }

    /** @throws ConfigException for a network that is none: a policy that is half read must not serve */
    @Activate
    public PolicyService(PolicyConfig config, Map<String, Object> properties) {
        Configurations.allowOnly(PolicyConfig.class, PID, properties);
        this(config, InetAddress::getAllByName);
    }

    PolicyService(PolicyConfig config, NameLookup.Source names) {
        configured = blocked(config);
        lookup = new NameLookup(names, LOOKUP_LIMIT);
    }

    /** What cannot be used leaves blocked what was. */
    @Modified
    void modified(PolicyConfig config, Map<String, Object> properties) {
        configured = Configurations.changed(configured, PolicyConfig.class, PID, properties, () -> blocked(config), LOG::error);
    }

    private static Destinations.Blocked blocked(PolicyConfig config) {
        try {
            return new Destinations.Blocked(Networks.of(List.of(config.block$_$networks())), "block-networks of " + PID);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(Position.of("configuration " + PID), "block-networks", e.getMessage());
        }
    }

    @Override
    public void check(Application application, String key) {
        said.of(application.runtimeConfig());
    }

    private static Said read(ConfigTable file) {
        ConfigTable table = file.table(SECTION).orElseGet(() -> ConfigTable.empty(SECTION, file.position()));
        table.allowOnly(List.of(BLOCK_NETWORKS, MOST_SOCKETS, MOST));
        ConnectionPlaces connections = ConnectionPlaces.of(table, MOST);
        return new Said(blocked(table), connections, ConnectionPlaces.of(table, MOST_SOCKETS).within(connections));
    }

    private static Destinations.Blocked blocked(ConfigTable table) {
        try {
            return new Destinations.Blocked(Networks.of(table.strings(BLOCK_NETWORKS)), "the runtime configuration ("
                    + table.place().at(BLOCK_NETWORKS) + ": " + table.place().field(BLOCK_NETWORKS) + ")");
        } catch (IllegalArgumentException e) {
            throw table.error(BLOCK_NETWORKS, e.getMessage());
        }
    }

    @Deactivate
    void close() {
        lookup.close();
    }

    @Override
    public OutboundRules rules(Application application, dev.gyre.api.app.Component component) {
        boolean anyPort = application.settings(component).table("outbound").map(PolicyService::anyPort).orElse(false);
        return new ComponentRules(application, component, anyPort,
                destinations(component.position() + ": component \"" + component.id() + "\"", application), new Now());
    }

    @Override
    public OutboundRules triggerRules(Application application) {
        Destinations destinations = destinations("application \"" + application.info().name() + "\"", application);
        return (scheme, host, port) -> destinations.addresses(scheme, destinations.parse(scheme, host, port), port, false);
    }

    @Override
    public ConnectionPlaces connections(Application application) {
        return said.of(application.runtimeConfig()).connections;
    }

    @Override
    public ConnectionPlaces sockets(Application application) {
        return said.of(application.runtimeConfig()).sockets;
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

    private Destinations destinations(String who, Application application) {
        Destinations.Blocked more = said.of(application.runtimeConfig()).blocked;
        return new Destinations(who, () -> List.of(configured, more), lookup);
    }

    private static boolean anyPort(ConfigTable outbound) {
        outbound.allowOnly(List.of("any-port"));
        return outbound.bool("any-port").orElse(false);
    }
}
