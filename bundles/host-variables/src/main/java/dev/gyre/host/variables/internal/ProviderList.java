package dev.gyre.host.variables.internal;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import dev.gyre.api.app.Application;
import dev.gyre.api.config.Derived;
import dev.gyre.api.host.RuntimeConfigSection;
import dev.gyre.api.host.VariableProvider;

/**
 * The providers that are there now, highest {@code service.ranking} first, and among them those of an application's runtime configuration, for
 * all that asks them. Thread-safe.
 */
@Component(service = {ProviderList.class, RuntimeConfigSection.class},
        property = {RuntimeConfigSection.PROPERTY + "=" + RuntimeProviders.SECTION, RuntimeConfigSection.PROPERTY + "=" + RuntimeProviders.OLD_SECTION})
public final class ProviderList implements RuntimeConfigSection {
    /** Of a runtime configuration: below the environment, above {@code .env} and what an operator configured without saying otherwise. */
    private static final int CONFIGURED = 900;

    private record Entry(ServiceReference<VariableProvider> reference, VariableProvider provider) {
        boolean isAbove(int ranking) {
            return reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer own && own > ranking;
        }
    }

    private final Derived<List<VariableProvider>> configured = new Derived<>(RuntimeProviders::read);
    private List<Entry> entries = List.of();
    private volatile Order order = new Order(List.of(), List.of());

    private record Order(List<VariableProvider> above, List<VariableProvider> below) {
    }

    @Reference(name = "provider", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, unbind = "remove", updated = "reorder")
    synchronized void add(ServiceReference<VariableProvider> reference, VariableProvider provider) {
        set(Stream.concat(entries.stream(), Stream.of(new Entry(reference, provider))));
    }

    synchronized void remove(ServiceReference<VariableProvider> reference) {
        set(entries.stream().filter(e -> !e.reference().equals(reference)));
    }

    /** After a ranking has changed. */
    synchronized void reorder(ServiceReference<VariableProvider> changed) {
        set(entries.stream());
    }

    private void set(Stream<Entry> changed) {
        entries = changed.sorted(Comparator.comparing(Entry::reference).reversed()).toList();
        Map<Boolean, List<VariableProvider>> parts = entries.stream()
                .collect(Collectors.partitioningBy(e -> e.isAbove(CONFIGURED), Collectors.mapping(Entry::provider, Collectors.toList())));
        order = new Order(parts.get(true), parts.get(false));
    }

    @Override
    public void check(Application application, String key) {
        configured.of(application.runtimeConfig());
    }

    /** Those to ask for an application's variables. */
    List<VariableProvider> inOrder(Application application) {
        Order now = order;
        return Stream.of(now.above, configured.of(application.runtimeConfig()), now.below).flatMap(List::stream).toList();
    }
}
