package dev.gyre.runtime.internal.deploy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.gyre.api.engine.WasmEngine;
import dev.gyre.api.host.HostModule;
import dev.gyre.runtime.internal.scan.ScannedImport;
import dev.gyre.runtime.internal.service.HostInterfaces;
import dev.gyre.runtime.internal.service.Provided;
import dev.gyre.runtime.internal.service.ServiceSet;

/**
 * Which engine, host modules and host interfaces each component gets. Two plans are equal when the same services do the same things.
 *
 * @param parts   by component id; none for a component that misses something
 * @param missing what components miss, in words
 */
record Plan(Map<String, Part> parts, List<String> missing) {
    /**
     * One component's share: its engine, a host module for each import module, and a provider for each imported interface.
     *
     * @param interfaces of the component itself and of each of its dependencies
     */
    record Part(Provided<WasmEngine> engine, Map<String, Provided<HostModule>> hosts, List<Map<String, Provided<HostInterfaces>>> interfaces) {
        private Stream<Provided<HostInterfaces>> providers() {
            return interfaces.stream().flatMap(i -> i.values().stream());
        }

        private boolean uses(long serviceId) {
            return engine.id() == serviceId || hosts.values().stream().anyMatch(h -> h.id() == serviceId)
                    || providers().anyMatch(i -> i.id() == serviceId);
        }

        private boolean allIn(ServiceSet services) {
            return services.engines().contains(engine) && services.hosts().containsAll(hosts.values())
                    && providers().allMatch(services.interfaces()::contains);
        }
    }

    /**
     * @param choose the engine of a component
     * @throws dev.gyre.api.runtime.DeployException when a module can run on no engine it may run on
     */
    static Plan of(Collection<LoadedModule> modules, ServiceSet services, Function<LoadedModule, EngineChoice> choose) {
        Map<String, Part> parts = new LinkedHashMap<>();
        Set<String> allMissing = new LinkedHashSet<>();
        for (LoadedModule module : modules) {
            Set<String> missing = new LinkedHashSet<>();
            EngineChoice choice = choose.apply(module);
            if (choice.engine().isEmpty()) {
                missing.add(choice.why());
            }
            Map<String, Provided<HostModule>> hosts = new TreeMap<>();
            for (ScannedImport first : module.firstImports()) {
                services.host(first.module()).ifPresentOrElse(
                        host -> hosts.put(first.module(), host), () -> missing.add(noHost(module, first)));
            }
            List<Map<String, Provided<HostInterfaces>>> interfaces = new ArrayList<>();
            interfaces.add(interfaces(module, "", module.shape().map(ComponentShape::imports).orElse(List.of()), services, missing));
            module.composition().parts().forEach(p -> interfaces.add(interfaces(module, p.name() + " of ", p.shape().imports(), services, missing)));
            choice.engine().filter(e -> missing.isEmpty()).ifPresent(e -> parts.put(module.component().id(), new Part(e, hosts, interfaces)));
            allMissing.addAll(missing);
        }
        return new Plan(parts, List.copyOf(allMissing));
    }

    private static Map<String, Provided<HostInterfaces>> interfaces(LoadedModule module, String of, List<String> imports, ServiceSet services,
            Set<String> missing) {
        Map<String, Provided<HostInterfaces>> interfaces = new TreeMap<>();
        imports.forEach(wanted -> services.hostInterface(wanted).ifPresentOrElse(
                provider -> interfaces.put(wanted, provider), () -> {
                    if (!module.mayLack(wanted)) {
                        missing.add(noInterface(module, of, wanted));
                    }
                }));
        return interfaces;
    }

    private static String noHost(LoadedModule module, ScannedImport i) {
        return "a bundle with the host module \"" + i.module() + "\" for component \"" + module.component().id() + "\", which imports " + i
                + ": " + KnownModules.provider(i.module());
    }

    private static String noInterface(LoadedModule module, String of, String wanted) {
        return "a bundle with the host interface \"" + wanted + "\", which " + of + "component \"" + module.component().id() + "\" imports: "
                + KnownModules.interfaceProvider(wanted);
    }

    boolean complete() {
        return missing.isEmpty();
    }

    boolean uses(long serviceId) {
        return parts.values().stream().anyMatch(p -> p.uses(serviceId));
    }

    /** Whether every service of this plan is still among {@code services}. */
    boolean allIn(ServiceSet services) {
        return parts.values().stream().allMatch(p -> p.allIn(services));
    }
}
