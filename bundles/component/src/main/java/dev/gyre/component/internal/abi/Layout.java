package dev.gyre.component.internal.abi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.gyre.api.engine.ExternType;
import dev.gyre.component.internal.types.Parts;
import dev.gyre.component.link.ComponentException;
import dev.gyre.component.type.FuncType;
import dev.gyre.component.type.ValueType;

/** Sizes, alignments and flat forms of types (CanonicalABI.md, "Alignment" to "Flattening"). Stateless. */
public final class Layout {
    public static final int MAX_FLAT_PARAMS = 16;
    public static final int MAX_FLAT_ASYNC_PARAMS = 4;
    public static final int MAX_FLAT_RESULTS = 1;
    private static final int LARGEST = 1 << 28;
    private static final dev.gyre.api.engine.ValueType I32 = dev.gyre.api.engine.ValueType.I32;
    private static final dev.gyre.api.engine.ValueType I64 = dev.gyre.api.engine.ValueType.I64;
    private static final dev.gyre.api.engine.ValueType F32 = dev.gyre.api.engine.ValueType.F32;
    private static final dev.gyre.api.engine.ValueType F64 = dev.gyre.api.engine.ValueType.F64;

    private Layout() {
    }

    /** How a type lies in memory, in bytes. */
    public record Extent(int size, int align) {
    }

    /** @throws ComponentException when a value takes more than 2^28 bytes, with pointers of 64 bits as the specification counts */
    public static void check(ValueType type) {
        if (extent(type, 8)[0] >= LARGEST) {
            throw new ComponentException("type is too large: it takes more than " + LARGEST + " bytes, exceeds the maximum of a value");
        }
    }

    public static Extent extent(ValueType type) {
        long[] sizeAndAlign = extent(type, 4);
        return new Extent((int) sizeAndAlign[0], (int) sizeAndAlign[1]);
    }

    /** The offsets of fields that follow each other, and the extent of all. */
    public static int[] offsets(List<ValueType> fields) {
        int[] offsets = new int[fields.size()];
        int at = 0;
        for (int i = 0; i < offsets.length; i++) {
            Extent e = extent(fields.get(i));
            offsets[i] = align(at, e.align());
            at = offsets[i] + e.size();
        }
        return offsets;
    }

    public static int align(int at, int alignment) {
        return at + alignment - 1 & -alignment;
    }

    private static long[] extent(ValueType type, int pointer) {
        return switch (type) {
            case ValueType.Primitive p -> switch (p) {
                case BOOL, S8, U8 -> new long[] {1, 1};
                case S16, U16 -> new long[] {2, 2};
                case S32, U32, F32, CHAR, ERROR_CONTEXT -> new long[] {4, 4};
                case S64, U64, F64 -> new long[] {8, 8};
                case STRING -> new long[] {2 * pointer, pointer};
            };
            case ValueType.ListType l -> new long[] {2 * pointer, pointer};
            case ValueType.RecordType r -> record(Parts.of(r), pointer);
            case ValueType.TupleType t -> record(t.elements(), pointer);
            case ValueType.FlagsType f -> {
                int bytes = f.labels().size() <= 8 ? 1 : f.labels().size() <= 16 ? 2 : 4;
                yield new long[] {bytes, bytes};
            }
            case ValueType.EnumType e -> {
                int bytes = discriminant(e.labels().size());
                yield new long[] {bytes, bytes};
            }
            case ValueType.VariantType v -> variant(v.cases().size(), Parts.of(v), pointer);
            case ValueType.OptionType o -> variant(2, Parts.of(o), pointer);
            case ValueType.ResultType r -> variant(2, Parts.of(r), pointer);
            case ValueType.OwnType o -> new long[] {4, 4};
            case ValueType.BorrowType b -> new long[] {4, 4};
            case ValueType.StreamType s -> new long[] {4, 4};
            case ValueType.FutureType f -> new long[] {4, 4};
        };
    }

    private static long[] record(List<ValueType> fields, int pointer) {
        long at = 0;
        long align = 1;
        for (ValueType f : fields) {
            long[] e = extent(f, pointer);
            at = (at + e[1] - 1 & -e[1]) + e[0];
            align = Math.max(align, e[1]);
        }
        return new long[] {at + align - 1 & -align, align};
    }

    private static long[] variant(int cases, List<ValueType> payloads, int pointer) {
        long size = 0;
        long align = 1;
        for (ValueType p : payloads) {
            long[] e = extent(p, pointer);
            size = Math.max(size, e[0]);
            align = Math.max(align, e[1]);
        }
        int discriminant = discriminant(cases);
        long at = (discriminant + align - 1 & -align) + size;
        long whole = Math.max(align, discriminant);
        return new long[] {at + whole - 1 & -whole, whole};
    }

    /** The bytes of a variant's discriminant. */
    public static int discriminant(int cases) {
        return cases <= 1 << 8 ? 1 : cases <= 1 << 16 ? 2 : 4;
    }

    /** Where a variant's payload is. */
    public static int payloadOffset(int cases, List<ValueType> payloads) {
        int align = payloads.stream().mapToInt(p -> extent(p).align()).max().orElse(1);
        return align(discriminant(cases), align);
    }

    /** Whether a value holds strings or lists. */
    public static boolean containsPointer(ValueType type) {
        return type == ValueType.Primitive.STRING || type instanceof ValueType.ListType || Parts.of(type).stream().anyMatch(Layout::containsPointer);
    }

    /** Whether parameters of these types use memory: for strings and lists, or because they are too many. */
    public static boolean needsMemory(List<ValueType> types) {
        return types.stream().anyMatch(Layout::containsPointer) || flatten(types).size() > MAX_FLAT_PARAMS;
    }

    /** The core types that values of these types take; of more than {@value #MAX_FLAT_PARAMS} only that they are more. */
    public static List<dev.gyre.api.engine.ValueType> flatten(List<ValueType> types) {
        List<dev.gyre.api.engine.ValueType> flat = new ArrayList<>();
        types.forEach(t -> flatten(t, flat));
        return flat;
    }

    private static void flatten(ValueType type, List<dev.gyre.api.engine.ValueType> to) {
        if (to.size() > MAX_FLAT_PARAMS) {
            return;
        }
        switch (type) {
            case ValueType.Primitive p -> {
                switch (p) {
                    case S64, U64 -> to.add(I64);
                    case F32 -> to.add(F32);
                    case F64 -> to.add(F64);
                    case STRING -> to.addAll(List.of(I32, I32));
                    default -> to.add(I32);
                }
            }
            case ValueType.ListType l -> to.addAll(List.of(I32, I32));
            case ValueType.RecordType r -> r.fields().forEach(f -> flatten(f.type(), to));
            case ValueType.TupleType t -> t.elements().forEach(e -> flatten(e, to));
            case ValueType.VariantType v -> cases(Parts.of(v), to);
            case ValueType.OptionType o -> cases(Parts.of(o), to);
            case ValueType.ResultType r -> cases(Parts.of(r), to);
            default -> to.add(I32);
        }
    }

    private static void cases(List<ValueType> payloads, List<dev.gyre.api.engine.ValueType> to) {
        to.add(I32);
        to.addAll(joined(payloads));
    }

    /** The core types that have room for any one of several payloads. */
    static List<dev.gyre.api.engine.ValueType> joined(List<ValueType> payloads) {
        List<dev.gyre.api.engine.ValueType> joined = new ArrayList<>();
        for (ValueType p : payloads) {
            List<dev.gyre.api.engine.ValueType> flat = new ArrayList<>();
            flatten(p, flat);
            for (int i = 0; i < flat.size(); i++) {
                if (i < joined.size()) {
                    joined.set(i, join(joined.get(i), flat.get(i)));
                } else {
                    joined.add(flat.get(i));
                }
            }
        }
        return joined;
    }

    private static dev.gyre.api.engine.ValueType join(dev.gyre.api.engine.ValueType a, dev.gyre.api.engine.ValueType b) {
        return a == b ? a : (a == I32 || a == F32) && (b == I32 || b == F32) ? I32 : I64;
    }

    /** The core function that a lifted function of this type is made of. */
    public static ExternType.Func lifted(FuncType type, boolean async, boolean callback) {
        List<dev.gyre.api.engine.ValueType> results = results(type);
        if (async) {
            results = callback ? List.of(I32) : List.of();
        } else if (results.size() > MAX_FLAT_RESULTS) {
            results = List.of(I32);
        }
        List<dev.gyre.api.engine.ValueType> params = flatten(type.params().stream().map(FuncType.Param::type).toList());
        return new ExternType.Func(params.size() > MAX_FLAT_PARAMS ? List.of(I32) : params, results);
    }

    /** The core function that lowering a function of this type makes. */
    public static ExternType.Func lowered(FuncType type, boolean async) {
        List<dev.gyre.api.engine.ValueType> results = results(type);
        List<dev.gyre.api.engine.ValueType> flat = flatten(type.params().stream().map(FuncType.Param::type).toList());
        List<dev.gyre.api.engine.ValueType> params = new ArrayList<>(flat.size() > (async ? MAX_FLAT_ASYNC_PARAMS : MAX_FLAT_PARAMS) ? List.of(I32) : flat);
        if (async) {
            if (!results.isEmpty()) {
                params.add(I32);
            }
            return new ExternType.Func(params, List.of(I32));
        }
        if (results.size() > MAX_FLAT_RESULTS) {
            params.add(I32);
            results = List.of();
        }
        return new ExternType.Func(params, results);
    }

    private static List<dev.gyre.api.engine.ValueType> results(FuncType type) {
        return flatten(Optional.of(type).flatMap(FuncType::result).stream().toList());
    }
}
