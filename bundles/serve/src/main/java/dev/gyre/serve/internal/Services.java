package dev.gyre.serve.internal;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

import dev.gyre.api.host.RuntimeConfigSection;
import dev.gyre.api.loader.AppLoader;
import dev.gyre.api.loader.ManifestReader;
import dev.gyre.api.runtime.Deployments;
import dev.gyre.api.runtime.MissingException;
import dev.gyre.cli.RuntimeConfig;

/** What applications are loaded and deployed with, as it comes and goes. Thread-safe; never blocks. */
@Component(service = Services.class)
public final class Services {
    private static final Duration SECTIONS = Duration.ofSeconds(3);
    private static final long LOOK_NANOS = 20_000_000;

    private final Map<String, AppLoader> loaders = new ConcurrentHashMap<>();
    private final Map<String, RuntimeConfigSection> sections = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile Deployments runtime;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    private volatile ManifestReader reader;

    private final ServiceListener listener = event -> changed();
    private final Optional<BundleContext> context;

    @Activate
    public Services(BundleContext context) {
        this.context = Optional.of(context);
        try {
            // whatever comes may be what an application was refused for, also what only others use
            context.addServiceListener(listener, "(" + Constants.OBJECTCLASS + "=dev.gyre.api.*)");
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For tests: just these. */
    Services(Deployments runtime, ManifestReader reader) {
        this.context = Optional.empty();
        this.runtime = runtime;
        this.reader = reader;
    }

    @Deactivate
    void stop() {
        context.ifPresent(c -> c.removeServiceListener(listener));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    void bindLoader(AppLoader loader, Map<String, Object> properties) {
        loaders.put((String) properties.get(AppLoader.PROPERTY), loader);
        changed();
    }

    void unbindLoader(AppLoader loader, Map<String, Object> properties) {
        loaders.remove((String) properties.get(AppLoader.PROPERTY), loader);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, target = "(" + RuntimeConfigSection.PROPERTY + "=*)")
    void bindSection(RuntimeConfigSection section, Map<String, Object> properties) {
        RuntimeConfig.keys(properties).forEach(key -> sections.put(key, section));
        changed();
    }

    void unbindSection(RuntimeConfigSection section, Map<String, Object> properties) {
        RuntimeConfig.keys(properties).forEach(key -> sections.remove(key, section));
    }

    /** Who knows keys of a runtime configuration; one that nobody knows is waited for, as bundles start one after the other. */
    RuntimeConfig.Sections sections() {
        return new RuntimeConfig.Sections() {
            @Override
            public Optional<RuntimeConfigSection> at(String key) {
                long end = System.nanoTime() + SECTIONS.toNanos();
                while (!sections.containsKey(key) && System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
                    LockSupport.parkNanos(LOOK_NANOS);
                }
                return Optional.ofNullable(sections.get(key));
            }

            @Override
            public Set<String> known() {
                return sections.keySet();
            }
        };
    }

    /** Something is not as it was when applications were refused. */
    void changed() {
        changes.incrementAndGet();
    }

    /** Grows when a service of Gyre comes or goes, or an application. */
    long changes() {
        return changes.get();
    }

    Optional<Deployments> runtime() {
        return Optional.ofNullable(runtime);
    }

    /** @throws MissingException when there is none now */
    ManifestReader reader() {
        return Optional.ofNullable(reader).orElseThrow(() -> new MissingException("waits for a bundle that reads TOML (dev.gyre.manifest)"));
    }

    /** @throws MissingException when there is none for it now */
    AppLoader loader(String scheme) {
        return Optional.ofNullable(loaders.get(scheme)).orElseThrow(() -> new MissingException("waits for a bundle with a loader for \"" + scheme
                + "\" (an AppLoader with " + AppLoader.PROPERTY + "=" + scheme + "); there are loaders for "
                + (loaders.isEmpty() ? "nothing" : String.join(", ", loaders.keySet().stream().sorted().toList()))));
    }
}
