package dev.gyre.component.internal.abi;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.json.JSONArray;
import org.json.JSONObject;

import dev.gyre.component.type.ValueType;
import dev.gyre.component.value.Case;
import dev.gyre.component.value.Result;

/** Types and values of the vectors, as generate.py writes them. Stateless. */
final class JsonValues {
    private JsonValues() {
    }

    static ValueType type(Object json) {
        if (json instanceof String name) {
            return ValueType.Primitive.valueOf(name.toUpperCase(Locale.ROOT));
        }
        JSONObject object = (JSONObject) json;
        String kind = object.keys().next();
        Object arg = object.get(kind);
        return switch (kind) {
            case "record" -> {
                List<ValueType> types = types((JSONArray) arg);
                yield new ValueType.RecordType(IntStream.range(0, types.size()).mapToObj(i -> new ValueType.Field("f" + i, types.get(i))).toList());
            }
            case "tuple" -> new ValueType.TupleType(types((JSONArray) arg));
            case "list" -> new ValueType.ListType(type(arg));
            case "variant" -> new ValueType.VariantType(IntStream.range(0, ((JSONArray) arg).length())
                    .mapToObj(i -> new ValueType.CaseType("c" + i, optional((JSONArray) arg, i))).toList());
            case "option" -> new ValueType.OptionType(type(arg));
            case "result" -> new ValueType.ResultType(optional((JSONArray) arg, 0), optional((JSONArray) arg, 1));
            case "flags" -> new ValueType.FlagsType(labels("l", (int) arg));
            case "enum" -> new ValueType.EnumType(labels("e", (int) arg));
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static List<ValueType> types(JSONArray of) {
        return IntStream.range(0, of.length()).mapToObj(i -> type(of.get(i))).toList();
    }

    private static Optional<ValueType> optional(JSONArray of, int index) {
        return of.isNull(index) ? Optional.empty() : Optional.of(type(of.get(index)));
    }

    private static List<String> labels(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    /** @param source how strings are encoded where they come from */
    static Object value(ValueType type, Object json, Encoding source) {
        return switch (type) {
            case ValueType.Primitive p -> primitive(p, json, source);
            case ValueType.RecordType r -> fields(r.fields().stream().map(ValueType.Field::type).toList(), (JSONArray) json, source);
            case ValueType.TupleType t -> fields(t.elements(), (JSONArray) json, source);
            case ValueType.ListType l -> list(l.element(), (JSONArray) json, source);
            case ValueType.VariantType v -> new Case(index(json), v.cases().get(index(json)).type().map(t -> payload(t, json, source)));
            case ValueType.OptionType o -> index(json) == 0 ? Optional.empty() : Optional.of(payload(o.some(), json, source));
            case ValueType.ResultType r -> index(json) == 0 ? new Result.Ok(r.ok().map(t -> payload(t, json, source)))
                    : new Result.Err(r.error().map(t -> payload(t, json, source)));
            default -> (int) Long.parseLong((String) json);
        };
    }

    private static int index(Object json) {
        return ((JSONArray) json).getInt(0);
    }

    private static Object payload(ValueType type, Object json, Encoding source) {
        return value(type, ((JSONArray) json).get(1), source);
    }

    private static Object[] fields(List<ValueType> types, JSONArray json, Encoding source) {
        return IntStream.range(0, types.size()).mapToObj(i -> value(types.get(i), json.get(i), source)).toArray();
    }

    private static Object primitive(ValueType.Primitive type, Object json, Encoding source) {
        return switch (type) {
            case BOOL, CHAR -> json;
            case STRING -> {
                JSONObject string = (JSONObject) json;
                long units = string.getLong("units");
                boolean tagged = units >>> 31 != 0;
                yield new LiftedString(string.getString("text"), source, source == Encoding.LATIN1_UTF16 && !tagged, (int) units & 0x7fffffff);
            }
            case S8, U8 -> (byte) Long.parseLong((String) json);
            case S16, U16 -> (short) Long.parseLong((String) json);
            case S32, U32 -> (int) Long.parseLong((String) json);
            case S64 -> Long.parseLong((String) json);
            case U64 -> Long.parseUnsignedLong((String) json);
            case F32 -> Float.intBitsToFloat(Integer.parseUnsignedInt((String) json));
            case F64 -> Double.longBitsToDouble(Long.parseUnsignedLong((String) json));
            case ERROR_CONTEXT -> throw new IllegalArgumentException("error-context");
        };
    }

    private static Object list(ValueType element, JSONArray json, Encoding source) {
        List<Object> values = new ArrayList<>();
        json.forEach(e -> values.add(value(element, e, source)));
        Class<?> primitive = element instanceof ValueType.Primitive p ? switch (p) {
            case S8, U8 -> byte.class;
            case S16, U16 -> short.class;
            case S32, U32 -> int.class;
            case S64, U64 -> long.class;
            case F32 -> float.class;
            case F64 -> double.class;
            default -> Object.class;
        } : Object.class;
        if (primitive == Object.class) {
            return values;
        }
        Object array = Array.newInstance(primitive, values.size());
        IntStream.range(0, values.size()).forEach(i -> Array.set(array, i, values.get(i)));
        return array;
    }

    /** Something that is equal for equal values. */
    static Object plain(Object value) {
        return switch (value) {
            case LiftedString s -> s.text();
            case Object[] fields -> Arrays.stream(fields).map(JsonValues::plain).toList();
            case List<?> list -> list.stream().map(JsonValues::plain).toList();
            case Case c -> List.of(c.index(), plain(c.payload()));
            case Result.Ok ok -> List.of("ok", plain(ok.payload()));
            case Result.Err error -> List.of("error", plain(error.payload()));
            case Optional<?> option -> option.stream().map(JsonValues::plain).toList();
            case Object array when array.getClass().isArray() -> Stream.iterate(0, i -> i < Array.getLength(array), i -> i + 1)
                    .map(i -> Array.get(array, i)).toList();
            default -> value;
        };
    }
}
