package dev.gyre.wasm;

import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

import dev.gyre.api.engine.Feature;
import dev.gyre.api.engine.ModuleProfile;

/** Tells what a module asks of an engine, from one scan of it. Stateless. */
public final class ModuleProfiler {
    private ModuleProfiler() {
    }

    /** @throws MalformedModuleException when the bytes are no module */
    public static ModuleProfile profile(byte[] wasm) {
        return profile(ModuleBinary.read(wasm));
    }

    /** @throws MalformedModuleException when a function's code cannot be read */
    public static ModuleProfile profile(ModuleBinary module) {
        long code = 0;
        long largest = 0;
        int index = -1;
        List<Span> bodies = module.bodies();
        for (int i = 0; i < bodies.size(); i++) {
            int length = bodies.get(i).length();
            code += length;
            if (length > largest) {
                largest = length;
                index = module.importedFunctions() + i;
            }
        }
        long pages = 0;
        OptionalLong max = OptionalLong.of(0);
        for (EntityType memory : own(module, EntityKind.MEMORY)) {
            Limits limits = ((EntityType.Memory) memory).limits();
            pages = sum(pages, limits.min());
            max = max.isPresent() && limits.max().isPresent() ? OptionalLong.of(sum(max.getAsLong(), limits.max().getAsLong())) : OptionalLong.empty();
        }
        long elements = 0;
        for (EntityType table : own(module, EntityKind.TABLE)) {
            elements = sum(elements, ((EntityType.Table) table).limits().min());
        }
        return new ModuleProfile(features(module), bodies.size(), code, largest, index, pages, max, elements);
    }

    private static List<EntityType> own(ModuleBinary module, EntityKind kind) {
        List<EntityType> all = module.all(kind);
        return all.subList((int) module.imports().stream().filter(i -> i.type().kind() == kind).count(), all.size());
    }

    /** Limits of 64-bit memories are unsigned. */
    private static long sum(long a, long b) {
        return b < 0 || a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    private static Set<Feature> features(ModuleBinary module) {
        FeatureScan scan = new FeatureScan(module);
        scan.declarations();
        scan.code();
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        features.addAll(scan.found());
        return features;
    }
}
