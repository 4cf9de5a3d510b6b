package dev.gyre.runtime.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.Configurations;
import dev.gyre.api.engine.CompileCache;
import dev.gyre.api.engine.WasmEngine;
import dev.gyre.api.host.HostInterfaceProvider;
import dev.gyre.api.host.HostModule;
import dev.gyre.api.host.OutboundPolicy;
import dev.gyre.api.runtime.DeployOptions;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.Deployments;
import dev.gyre.api.trigger.Trigger;
import dev.gyre.runtime.internal.cache.CacheFolder;
import dev.gyre.runtime.internal.deploy.AppDeployment;
import dev.gyre.runtime.internal.deploy.ModuleStore;
import dev.gyre.runtime.internal.event.AppExecution;
import dev.gyre.runtime.internal.event.StackThreads;
import dev.gyre.runtime.internal.event.Watchdog;
import dev.gyre.runtime.internal.service.HostInterfaces;
import dev.gyre.runtime.internal.service.Provided;
import dev.gyre.runtime.internal.service.ServiceSet;
import dev.gyre.runtime.internal.settings.ContainerSettings;
import dev.gyre.runtime.internal.settings.OperatorSettings;
import dev.gyre.runtime.internal.settings.RuntimeConfig;

/**
 * Keeps the applications of the container and tells them which services come and go. A service that goes is let go only when
 * no application uses it any more, which holds up its provider's deactivation for as long.
 */
@Component(service = Deployments.class, configurationPid = DeploymentsService.PID)
@Designate(ocd = RuntimeConfig.class)
public final class DeploymentsService implements Deployments, AppDeployment.Register {
    static final String PID = "dev.gyre.runtime";
    private static final Logger LOG = LoggerFactory.getLogger(DeploymentsService.class);

    /** In order of deployment, those among them that are being made or closed. */
    private final List<AppDeployment> deployments = new CopyOnWriteArrayList<>();
    private final Optional<BundleContext> context;
    private final Watchdog watchdog = new Watchdog();
    private final StackThreads threads = new StackThreads();
    private final AppDeployment.Shared shared;
    private final AtomicReference<ServiceSet> services = new AtomicReference<>(ServiceSet.NONE);
    private final AtomicReference<Optional<OutboundPolicy>> policy = new AtomicReference<>(Optional.empty());
    private final AtomicReference<OperatorSettings> operator = new AtomicReference<>(OperatorSettings.unconfigured());
    private final Set<ComponentRuleService> rules = ConcurrentHashMap.newKeySet();

    @Activate
    public DeploymentsService(BundleContext bundle, RuntimeConfig config, Map<String, Object> properties) {
        this(Optional.of(bundle), Optional.ofNullable(bundle.getProperty(CacheFolder.PROPERTY)), config, properties);
    }

    /** @param cache the value of {@link CacheFolder#PROPERTY} */
    public DeploymentsService(Optional<String> cache, RuntimeConfig config) {
        this(Optional.empty(), cache, config, Map.of());
    }

    private DeploymentsService(Optional<BundleContext> context, Optional<String> cache, RuntimeConfig config, Map<String, Object> properties) {
        this.context = context;
        configure(config, properties);
        shared = new AppDeployment.Shared(services::get, policy::get, operator::get, cache(cache), new ModuleStore(), new AppExecution.Keepers(watchdog, threads));
    }

    private CompileCache cache(Optional<String> folder) {
        return CacheFolder.cache(folder, System.getenv(), Optional.ofNullable(System.getProperty("user.home")), operator.get().container().cacheSize());
    }

    /** Settings that cannot be used leave those in force that were, so that a typing error does not stop the container. */
    @Modified
    void configure(RuntimeConfig config, Map<String, Object> properties) {
        try {
            Configurations.allowOnly(RuntimeConfig.class, PID, properties);
            ContainerSettings settings = ContainerSettings.of(config);
            operator.updateAndGet(o -> o.with(settings));
            deployments.forEach(AppDeployment::settingsChanged);
        } catch (ConfigException e) {
            LOG.error("{}; the settings of before stay in force", e.getMessage());
        }
    }

    @Override
    public Deployment deploy(Application application, DeployOptions options) {
        AppDeployment deployment = new AppDeployment(application, options, shared, this);
        add(deployment);
        deployment.start();
        return deployment;
    }

    @Override
    public List<String> missing(Application application) {
        return AppDeployment.missing(application, shared);
    }

    @Override
    public List<Deployment> deployments() {
        return deployments.stream().filter(d -> !d.held() && d.state() != Deployment.State.CLOSED).map(Deployment.class::cast).toList();
    }

    @Override
    public boolean settling() {
        return deployments.stream().anyMatch(AppDeployment::settling);
    }

    @Override
    public void add(AppDeployment deployment) {
        deployments.add(deployment);
    }

    /** The new one has the old one's place in the order; that one is kept until it is closed, as it still uses services. */
    @Override
    public synchronized void replaced(AppDeployment old, AppDeployment next) {
        deployments.remove(next);
        deployments.add(Math.max(0, deployments.indexOf(old)), next);
    }

    @Override
    public void closed(AppDeployment deployment) {
        deployments.remove(deployment);
    }

    /** Whoever had them deployed gives them to the next runtime. */
    @Deactivate
    public void deactivate() {
        forEach(AppDeployment::leave);
        watchdog.close();
        threads.close();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindRule(ComponentRuleService rule) {
        rules.add(rule);
        rulesChanged();
    }

    void updatedRule(ComponentRuleService rule) {
        rulesChanged();
    }

    void unbindRule(ComponentRuleService rule) {
        rules.remove(rule);
        rulesChanged();
    }

    private void rulesChanged() {
        operator.updateAndGet(o -> o.with(rules.stream().flatMap(r -> r.rule().stream()).toList()));
        deployments.forEach(AppDeployment::settingsChanged);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    public void bindEngine(WasmEngine engine, Map<String, Object> properties) {
        Provided<WasmEngine> provided = Provided.of(engine, properties, Set.of(engine.id()));
        change(s -> s.withEngine(provided));
    }

    void updatedEngine(WasmEngine engine, Map<String, Object> properties) {
        bindEngine(engine, properties);
    }

    public void unbindEngine(WasmEngine engine, Map<String, Object> properties) {
        long id = id(properties);
        release(s -> s.withoutEngine(id), d -> d.awaitUnused(id));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    public void bindHostModule(HostModule module, Map<String, Object> properties) {
        Provided<HostModule> provided = Provided.of(module, properties, module.importModules());
        change(s -> s.withHost(provided));
    }

    void updatedHostModule(HostModule module, Map<String, Object> properties) {
        bindHostModule(module, properties);
    }

    public void unbindHostModule(HostModule module, Map<String, Object> properties) {
        long id = id(properties);
        release(s -> s.withoutHost(id), d -> d.awaitUnused(id));
    }

    /** What has WIT of its own is checked at once, so that its author learns. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    public void bindHostInterfaces(HostInterfaceProvider provider, Map<String, Object> properties) {
        HostInterfaces interfaces = new HostInterfaces(provider);
        try {
            interfaces.check();
            Provided<HostInterfaces> provided = Provided.of(interfaces, properties, provider.interfaces().keySet());
            change(s -> s.withInterfaces(provided));
        } catch (GyreException e) {
            LOG.error("{} is not used: {}", provider.getClass().getName(), e.getMessage());
        }
    }

    void updatedHostInterfaces(HostInterfaceProvider provider, Map<String, Object> properties) {
        bindHostInterfaces(provider, properties);
    }

    public void unbindHostInterfaces(HostInterfaceProvider provider, Map<String, Object> properties) {
        long id = id(properties);
        release(s -> s.withoutInterfaces(id), d -> d.awaitUnused(id));
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    public void bindPolicy(OutboundPolicy next) {
        policy.set(Optional.of(next));
        deployments.forEach(AppDeployment::servicesChanged);
    }

    void unbindPolicy(OutboundPolicy gone) {
        policy.updateAndGet(now -> now.filter(p -> p != gone));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    public void bindTrigger(Trigger trigger, Map<String, Object> properties) {
        Object said = properties.get(Trigger.PROPERTY);
        if (!trigger.type().equals(said)) {
            LOG.error("the trigger \"{}\" of bundle {} is not used: its service property {} must be \"{}\", but {}", trigger.type(),
                    bundle(properties.get(Constants.SERVICE_BUNDLEID) instanceof Long id ? id : 0), Trigger.PROPERTY, trigger.type(),
                    said == null ? "it has none" : "is \"" + said + "\"");
            return;
        }
        Provided<Trigger> provided = Provided.ofFirst(trigger, properties, Set.of(trigger.type()));
        change(s -> s.withTrigger(provided));
        provided.names().forEach(this::tellDuplicates);
    }

    private void tellDuplicates(String type) {
        List<Provided<Trigger>> all = services.get().triggers().stream().filter(p -> p.names().contains(type)).toList();
        all.stream().skip(1).filter(other -> other.bundle() != all.getFirst().bundle()).forEach(other -> LOG.error(
                "the trigger \"{}\" of bundle {} is not used: bundle {} was installed before and offers it too", type, bundle(other.bundle()), bundle(all.getFirst().bundle())));
    }

    private String bundle(long id) {
        return context.map(c -> c.getBundle(id)).map(Bundle::getSymbolicName).orElse(Long.toString(id));
    }

    void updatedTrigger(Trigger trigger, Map<String, Object> properties) {
        if (!trigger.type().equals(properties.get(Trigger.PROPERTY))) {
            unbindTrigger(trigger, properties);
        }
        bindTrigger(trigger, properties);
    }

    public void unbindTrigger(Trigger trigger, Map<String, Object> properties) {
        long id = id(properties);
        release(s -> s.withoutTrigger(id), d -> d.dropTrigger(id));
    }

    private static long id(Map<String, Object> properties) {
        return (Long) properties.get(Constants.SERVICE_ID);
    }

    private void change(UnaryOperator<ServiceSet> change) {
        services.updateAndGet(change);
        deployments.forEach(AppDeployment::servicesChanged);
    }

    private void release(UnaryOperator<ServiceSet> change, Consumer<AppDeployment> wait) {
        change(change);
        forEach(wait);
    }

    /** All at once, because each may have to wait for events, and returns when the last is done. */
    private void forEach(Consumer<AppDeployment> action) {
        try (ExecutorService each = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name("gyre-release-", 1).factory())) {
            deployments.forEach(d -> each.submit(() -> action.accept(d)));
        }
    }
}
