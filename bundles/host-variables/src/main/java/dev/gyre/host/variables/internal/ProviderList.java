package dev.gyre.host.variables.internal;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.osgi.framework.ServiceReference;

import dev.gyre.api.host.VariableProvider;

/** The providers that are there now, highest {@code service.ranking} first. Thread-safe. */
final class ProviderList {
    private record Entry(ServiceReference<VariableProvider> reference, VariableProvider provider) {
    }

    private List<Entry> entries = List.of();
    private volatile List<VariableProvider> providers = List.of();

    synchronized void add(ServiceReference<VariableProvider> reference, VariableProvider provider) {
        set(Stream.concat(entries.stream(), Stream.of(new Entry(reference, provider))));
    }

    synchronized void remove(ServiceReference<VariableProvider> reference) {
        set(entries.stream().filter(e -> !e.reference().equals(reference)));
    }

    /** After a ranking has changed. */
    synchronized void reorder() {
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
