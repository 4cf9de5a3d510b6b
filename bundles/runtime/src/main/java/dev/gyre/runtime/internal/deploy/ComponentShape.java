package dev.gyre.runtime.internal.deploy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

import dev.gyre.api.engine.Feature;
import dev.gyre.api.engine.ModuleProfile;
import dev.gyre.component.link.Component;
import dev.gyre.component.link.Entity;
import dev.gyre.wasm.ModuleBinary;

/**
 * What is kept of a binary of the component model, so that it need not be decoded again to be looked at. Immutable.
 *
 * @param imports what a host must provide: names of interfaces and of functions outside of one
 * @param exports names of interfaces and of functions outside of one
 */
record ComponentShape(List<String> imports, List<String> exports) {
    static ComponentShape of(Component component) {
        return new ComponentShape(
                component.imports().entrySet().stream().filter(e -> needed(e.getValue())).map(Map.Entry::getKey).toList(),
                component.exports().entrySet().stream().filter(e -> e.getValue() instanceof Entity.Function || e.getValue() instanceof Entity.Interface)
                        .map(Map.Entry::getKey).toList());
    }

    private static boolean needed(Entity entity) {
        return switch (entity) {
            case Entity.Function _ -> true;
            case Entity.Interface i -> !i.type().functions().isEmpty() || !i.type().resources().isEmpty();
            case Entity.Type _, Entity.Resource _, Entity.Other _ -> false;
        };
    }

    /** What all core modules of a component together ask of an engine; the largest function is that of any of them. */
    static ModuleProfile profile(Component component) {
        List<ModuleProfile> all = new ArrayList<>();
        component.modules().forEach(m -> all.add(dev.gyre.wasm.ModuleProfiler.profile(ModuleBinary.read(m))));
        ModuleProfile largest = all.stream().max(java.util.Comparator.comparingLong(ModuleProfile::largestFunctionBytes))
                .orElse(new ModuleProfile(Set.of(), 0, 0, 0, -1, 0, OptionalLong.of(0), 0));
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        all.forEach(p -> features.addAll(p.features()));
        OptionalLong most = all.stream().allMatch(p -> p.maxMemoryPages().isPresent())
                ? OptionalLong.of(all.stream().mapToLong(p -> p.maxMemoryPages().getAsLong()).sum()) : OptionalLong.empty();
        return new ModuleProfile(features, all.stream().mapToInt(ModuleProfile::functions).sum(), all.stream().mapToLong(ModuleProfile::codeBytes).sum(),
                largest.largestFunctionBytes(), largest.largestFunction(), all.stream().mapToLong(ModuleProfile::memoryPages).sum(), most,
                all.stream().mapToLong(ModuleProfile::tableElements).sum());
    }
}
