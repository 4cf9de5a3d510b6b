package dev.gyre.run.internal.inspect;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.gyre.api.engine.Feature;
import dev.gyre.api.engine.ModuleProfile;
import dev.gyre.component.link.Component;
import dev.gyre.component.link.Entity;
import dev.gyre.wasm.ImportEntry;
import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.ModuleProfiler;

/**
 * What a file is.
 *
 * @param kind    in words: what it is and who runs such a thing
 * @param imports line by line
 * @param exports line by line
 * @param parts   its core modules, one for a core module
 */
record Report(String kind, List<String> imports, List<String> exports, List<ModuleProfile> parts) {
    /** @throws dev.gyre.api.engine.ModuleException for bytes that are neither */
    static Report of(byte[] wasm) {
        return Component.is(wasm) ? component(Component.read(wasm)) : module(ModuleBinary.read(wasm));
    }

    private static Report component(Component component) {
        return new Report(Era.of(component), lines(component.imports()), lines(component.exports()),
                component.modules().stream().map(ModuleProfiler::profile).toList());
    }

    private static List<String> lines(Map<String, Entity> entities) {
        return entities.entrySet().stream().map(e -> e.getKey() + switch (e.getValue()) {
            case Entity.Function f -> ": " + f.type();
            case Entity.Interface i -> " (" + functions(i.type().functions().size()) + ")";
            case Entity.Type _ -> " (type)";
            case Entity.Resource _ -> " (resource)";
            case Entity.Other o -> " (" + o.kind() + ")";
        }).toList();
    }

    static String functions(int count) {
        return count == 1 ? "1 function" : count + " functions";
    }

    private static Report module(ModuleBinary module) {
        Map<String, Long> modules = module.imports().stream().collect(Collectors.groupingBy(ImportEntry::module, java.util.TreeMap::new, Collectors.counting()));
        List<String> imports = modules.entrySet().stream().map(e -> e.getKey() + " (" + functions(e.getValue().intValue()) + ")").toList();
        List<String> exports = module.exports().stream().map(e -> e.name() + " (" + e.kind().toString().toLowerCase(java.util.Locale.ROOT) + ")").toList();
        return new Report(Era.of(module), imports, exports, List.of(ModuleProfiler.profile(module)));
    }

    /** The whole as engines look at it. */
    Optional<ModuleProfile> largest() {
        return parts.stream().max(java.util.Comparator.comparingLong(ModuleProfile::largestFunctionBytes));
    }

    /** The features of all its parts. */
    Set<Feature> used() {
        return parts.stream().flatMap(p -> p.features().stream()).collect(Collectors.toSet());
    }

    String features() {
        Set<String> names = used().stream().map(Feature::toString).collect(Collectors.toCollection(TreeSet::new));
        return names.isEmpty() ? "none beyond the first version of WebAssembly" : String.join(", ", names);
    }
}
