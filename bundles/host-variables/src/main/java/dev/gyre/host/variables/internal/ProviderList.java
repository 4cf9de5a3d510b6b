package dev.gyre.host.variables.internal;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import dev.gyre.api.host.VariableProvider;

/** The providers that are there now, highest {@code service.ranking} first, for all that asks them. Thread-safe. */
@Component(service = ProviderList.class)
public final class ProviderList {
    private record Entry(ServiceReference<VariableProvider> reference, VariableProvider provider) {
    }

    private List<Entry> entries = List.of();
    private volatile List<VariableProvider> providers = List.of();

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
        providers = entries.stream().map(Entry::provider).toList();
    }

    List<VariableProvider> inOrder() {
        return providers;
    }
}
