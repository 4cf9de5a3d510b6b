package dev.gyre.component.internal.bind;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

import dev.gyre.api.host.WitName;

/** Enums and flags as Java enums. Stateless. */
final class Enums {
    private Enums() {
    }

    static Conversion label(List<String> labels, Class<?> java) {
        Constants constants = constants(labels, java);
        return new Conversion(v -> constants.byIndex.get((Integer) v), constants::index);
    }

    static Conversion flags(List<String> labels, Type java) {
        if (!(java instanceof Class<?> type)) {
            throw new Mismatch("flags are a Set of an enum in Java, not of " + java.getTypeName());
        }
        Constants constants = constants(labels, type);
        return new Conversion(in(constants, type), v -> {
            int bits = 0;
            for (Object one : (Set<?>) v) {
                bits |= 1 << (Integer) constants.index(one);
            }
            return bits;
        });
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static UnaryOperator<Object> in(Constants constants, Class<?> type) {
        return v -> {
            EnumSet set = EnumSet.noneOf((Class) type);
            for (int i = 0; i < constants.byIndex.size(); i++) {
                if (((Integer) v & 1 << i) != 0) {
                    set.add(constants.byIndex.get(i));
                }
            }
            return set;
        };
    }

    /** The constants of a Java enum by the index of their label. */
    record Constants(List<Object> byIndex, Map<Object, Integer> indexes) {
        Object index(Object constant) {
            return indexes.get(constant);
        }
    }

    /** @throws Mismatch when a label has no constant or a constant no label */
    static Constants constants(List<String> labels, Class<?> java) {
        if (!java.isEnum()) {
            throw new Mismatch(java.getName() + " is no Java enum");
        }
        Map<String, Object> byName = new HashMap<>();
        for (Object constant : java.getEnumConstants()) {
            byName.put(witName((Enum<?>) constant).orElse(((Enum<?>) constant).name()), constant);
        }
        List<Object> byIndex = new ArrayList<>();
        Map<Object, Integer> indexes = new HashMap<>();
        for (String label : labels) {
            Object constant = byName.getOrDefault(label, byName.get(Kebab.constant(label)));
            if (constant == null) {
                throw new Mismatch("enum " + java.getName() + " has no constant " + Kebab.constant(label) + " for \"" + label + "\"");
            }
            indexes.put(constant, byIndex.size());
            byIndex.add(constant);
        }
        if (indexes.size() < java.getEnumConstants().length) {
            throw new Mismatch("enum " + java.getName() + " has more constants than there are labels: " + String.join(", ", labels));
        }
        return new Constants(List.copyOf(byIndex), Map.copyOf(indexes));
    }

    private static Optional<String> witName(Enum<?> constant) {
        try {
            return Optional.ofNullable(constant.getDeclaringClass().getField(constant.name()).getAnnotation(WitName.class)).map(WitName::value);
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("an enum's constant is a field", e);
        }
    }
}
