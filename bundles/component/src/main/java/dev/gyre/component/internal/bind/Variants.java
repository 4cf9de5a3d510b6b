package dev.gyre.component.internal.bind;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.host.WitName;
import dev.gyre.component.type.ValueType;
import dev.gyre.component.type.ValueType.CaseType;
import dev.gyre.component.value.Case;

/** Variants as sealed interfaces of records, or as enums when no case has a payload. Stateless. */
final class Variants {
    private Variants() {
    }

    static Conversion of(Conversions conversions, ValueType.VariantType variant, Class<?> java) {
        if (java == Case.class) {
            return Conversion.NONE;
        }
        List<CaseType> cases = variant.cases();
        if (java.isEnum()) {
            cases.stream().filter(c -> c.type().isPresent()).findFirst().ifPresent(c -> {
                throw new Mismatch("case \"" + c.name() + "\" has a payload, so the variant is a sealed interface of records and not enum " + java.getName());
            });
            Enums.Constants constants = Enums.constants(cases.stream().map(CaseType::name).toList(), java);
            return new Conversion(v -> constants.byIndex().get(((Case) v).index()), v -> Case.of((Integer) constants.index(v)));
        }
        if (!java.isSealed() || !java.isInterface()) {
            throw new Mismatch(java.getName() + " is no sealed interface, as which a variant comes");
        }
        return sealed(conversions, cases, java);
    }

    private static Conversion sealed(Conversions conversions, List<CaseType> cases, Class<?> java) {
        Map<String, Class<?>> byName = new HashMap<>();
        for (Class<?> permitted : java.getPermittedSubclasses()) {
            byName.put(Optional.ofNullable(permitted.getAnnotation(WitName.class)).map(WitName::value).orElse(permitted.getSimpleName()), permitted);
        }
        List<Conversion> payloads = new ArrayList<>();
        Map<Class<?>, Integer> indexes = new HashMap<>();
        for (CaseType c : cases) {
            Class<?> type = byName.getOrDefault(c.name(), byName.get(Kebab.pascal(c.name())));
            if (type == null) {
                throw new Mismatch(java.getName() + " permits no record \"" + Kebab.pascal(c.name()) + "\" for case \"" + c.name() + "\"");
            }
            indexes.put(type, payloads.size());
            payloads.add(payload(conversions, c, type));
        }
        if (indexes.size() < java.getPermittedSubclasses().length) {
            throw new Mismatch(java.getName() + " permits more than the cases " + cases.stream().map(CaseType::name).toList() + ": "
                    + Arrays.toString(java.getPermittedSubclasses()));
        }
        return new Conversion(
                v -> payloads.get(((Case) v).index()).in().apply(v),
                v -> {
                    int index = indexes.get(v.getClass());
                    Object[] payload = (Object[]) payloads.get(index).out().apply(v);
                    return payload.length == 0 ? Case.of(index) : Case.of(index, payload[0]);
                });
    }

    /** A case's record: from a {@link Case}, and to its payload in an array. */
    private static Conversion payload(Conversions conversions, CaseType c, Class<?> type) {
        try {
            Conversion record = Records.tuple(conversions, c.type().stream().toList(), type);
            return new Conversion(v -> record.in().apply(((Case) v).payload().stream().toArray()), record.out());
        } catch (Mismatch e) {
            throw new Mismatch("case \"" + c.name() + "\": " + e.getMessage());
        }
    }
}
