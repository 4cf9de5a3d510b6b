package dev.gyre.component.internal.bind;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

import dev.gyre.api.host.WitResult;
import dev.gyre.component.type.ResourceType;
import dev.gyre.component.type.ValueType;
import dev.gyre.component.type.ValueType.Primitive;
import dev.gyre.component.value.Result;
import dev.gyre.component.wit.WitInterface;

/** Finds how values of a WIT type become a Java type, or why they cannot. For one thread. */
final class Conversions {
    private static final Map<Primitive, Class<?>> SAME = Map.ofEntries(
            Map.entry(Primitive.BOOL, boolean.class), Map.entry(Primitive.STRING, String.class), Map.entry(Primitive.CHAR, int.class),
            Map.entry(Primitive.S8, byte.class), Map.entry(Primitive.U8, byte.class), Map.entry(Primitive.S16, short.class),
            Map.entry(Primitive.U16, short.class), Map.entry(Primitive.S32, int.class), Map.entry(Primitive.U32, int.class),
            Map.entry(Primitive.S64, long.class), Map.entry(Primitive.U64, long.class), Map.entry(Primitive.F32, float.class),
            Map.entry(Primitive.F64, double.class));
    private static final Map<Class<?>, Class<?>> BOXES = Map.of(boolean.class, Boolean.class, byte.class, Byte.class, short.class, Short.class,
            int.class, Integer.class, long.class, Long.class, float.class, Float.class, double.class, Double.class);

    private final WitInterface wit;
    private final Map<String, Class<?>> resources;

    Conversions(WitInterface wit, Map<String, Class<?>> resources) {
        this.wit = wit;
        this.resources = resources;
    }

    /** @throws Mismatch when they do not fit */
    Conversion of(ValueType type, Type java) {
        if (java == Object.class) {
            // Whoever takes anything takes the canonical form.
            return Conversion.NONE;
        }
        return switch (type) {
            case Primitive p -> primitive(p, java);
            case ValueType.ListType list -> list(list, java);
            case ValueType.OptionType option -> option(option, java);
            case ValueType.ResultType result -> result(result, java);
            case ValueType.RecordType record -> Records.record(this, record.fields(), clazz(type, java));
            case ValueType.TupleType tuple -> Records.tuple(this, tuple.elements(), clazz(type, java));
            case ValueType.VariantType variant -> Variants.of(this, variant, clazz(type, java));
            case ValueType.EnumType labels -> Enums.label(labels.labels(), clazz(type, java));
            case ValueType.FlagsType flags -> Enums.flags(flags.labels(), argument(type, java, java.util.Set.class, 0));
            case ValueType.OwnType own -> resource(own.resource(), clazz(type, java));
            case ValueType.BorrowType borrow -> resource(borrow.resource(), clazz(type, java));
            case ValueType.StreamType stream -> throw new Mismatch(stream + " belongs to WASI 0.3");
            case ValueType.FutureType future -> throw new Mismatch(future + " belongs to WASI 0.3");
        };
    }

    private Conversion primitive(Primitive p, Type java) {
        Class<?> same = SAME.get(p);
        if (same != null && (java == same || java == BOXES.get(same))) {
            return Conversion.NONE;
        }
        if (java == int.class || java == Integer.class) {
            if (p == Primitive.U8) {
                return new Conversion(v -> ((Byte) v) & 0xff, v -> (byte) inRange((Integer) v, 0xff, p));
            }
            if (p == Primitive.U16) {
                return new Conversion(v -> ((Short) v) & 0xffff, v -> (short) inRange((Integer) v, 0xffff, p));
            }
        }
        if (p == Primitive.U32 && (java == long.class || java == Long.class)) {
            return new Conversion(v -> ((Integer) v) & 0xffff_ffffL, v -> (int) inRange((Long) v, 0xffff_ffffL, p));
        }
        throw new Mismatch("a " + p + " is " + (same == null ? "nothing" : same.getSimpleName()) + " in Java, not " + java.getTypeName());
    }

    private static long inRange(long value, long most, Primitive p) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(value + " is no " + p);
        }
        return value;
    }

    private Conversion list(ValueType.ListType list, Type java) {
        if (list.element() instanceof Primitive p && p != Primitive.BOOL && p != Primitive.STRING && p != Primitive.CHAR && SAME.containsKey(p)) {
            if (java == SAME.get(p).arrayType()) {
                return Conversion.NONE;
            }
            throw new Mismatch("a " + list + " is " + SAME.get(p).getSimpleName() + "[] in Java, not " + java.getTypeName());
        }
        Conversion element = of(list.element(), argument(list, java, List.class, 0));
        return element.isNone() ? Conversion.NONE : new Conversion(each(element.in()), each(element.out()));
    }

    private static UnaryOperator<Object> each(UnaryOperator<Object> element) {
        return list -> {
            List<?> from = (List<?>) list;
            List<Object> to = new ArrayList<>(from.size());
            from.forEach(e -> to.add(element.apply(e)));
            return to;
        };
    }

    private Conversion option(ValueType.OptionType option, Type java) {
        Conversion some = of(option.some(), argument(option, java, Optional.class, 0));
        return some.isNone() ? Conversion.NONE : new Conversion(v -> ((Optional<?>) v).map(some.in()), v -> ((Optional<?>) v).map(some.out()));
    }

    private Conversion result(ValueType.ResultType result, Type java) {
        Conversion ok = part(result, result.ok(), argument(result, java, WitResult.class, 0));
        Conversion error = part(result, result.error(), argument(result, java, WitResult.class, 1));
        return new Conversion(
                v -> switch ((Result) v) {
                    case Result.Ok o -> new WitResult.Ok<>(o.payload().map(ok.in()));
                    case Result.Err e -> new WitResult.Err<>(e.payload().map(error.in()));
                },
                v -> switch ((WitResult<?, ?>) v) {
                    case WitResult.Ok<?, ?> o -> new Result.Ok(o.value().map(ok.out()));
                    case WitResult.Err<?, ?> e -> new Result.Err(e.value().map(error.out()));
                });
    }

    private Conversion part(ValueType.ResultType result, Optional<ValueType> type, Type java) {
        if (type.isEmpty() && java != Void.class) {
            throw new Mismatch("where " + result + " has no payload WitResult has Void, not " + java.getTypeName());
        }
        return type.map(t -> of(t, java)).orElse(Conversion.NONE);
    }

    private Conversion resource(ResourceType resource, Class<?> java) {
        Class<?> declared = resources.get(resource.name());
        boolean own = resource instanceof ResourceType.Named n && n.owner().equals(wit.name().key());
        if (own && declared == null) {
            throw new Mismatch("nothing says which class the resource \"" + resource.name() + "\" is; annotate the interface's class with @WitResource");
        }
        if (own && !java.isAssignableFrom(declared) && !declared.isAssignableFrom(java)) {
            throw new Mismatch("a " + resource.name() + " is " + declared.getName() + ", not " + java.getName());
        }
        return Conversion.NONE;
    }

    private static Class<?> clazz(ValueType type, Type java) {
        if (java instanceof Class<?> c && !c.isPrimitive() && !c.isArray()) {
            return c;
        }
        if (java instanceof ParameterizedType p && type instanceof ValueType.TupleType) {
            throw new Mismatch("a " + type + " is a Java record of your own, not " + p.getTypeName());
        }
        throw new Mismatch("a " + type + " is not " + java.getTypeName() + " in Java");
    }

    private static Type argument(ValueType type, Type java, Class<?> generic, int index) {
        if (java instanceof ParameterizedType p && p.getRawType() == generic) {
            return p.getActualTypeArguments()[index];
        }
        throw new Mismatch("a " + type + " is a " + generic.getSimpleName() + " in Java, not " + java.getTypeName());
    }
}
