package dev.gyre.itests.component.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.json.JSONArray;
import org.json.JSONObject;

import dev.gyre.component.type.ValueType;
import dev.gyre.component.value.Case;
import dev.gyre.component.value.Result;

/** Constants of scripts as component values. Stateless. */
final class Values {
    private Values() {
    }

    static Object[] of(JSONArray constants, List<ValueType> types) {
        Object[] values = new Object[constants.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = of(constants.getJSONObject(i), types.get(i));
        }
        return values;
    }

    static Object of(JSONObject constant, ValueType type) {
        JSONArray args = constant.optJSONArray("args");
        return switch (type) {
            case ValueType.Primitive p -> primitive(p, args.getJSONObject(0));
            case ValueType.ListType l -> list(l, args);
            case ValueType.TupleType t -> of(args, t.elements());
            case ValueType.RecordType r -> {
                Object[] fields = new Object[r.fields().size()];
                for (int i = 0; i < fields.length; i++) {
                    fields[i] = of(args.getJSONObject(i).getJSONArray("args").getJSONObject(1), r.fields().get(i).type());
                }
                yield fields;
            }
            case ValueType.VariantType v -> {
                List<String> names = v.cases().stream().map(ValueType.CaseType::name).toList();
                int index = names.indexOf(args.getJSONObject(0).getString("text"));
                yield new Case(index, v.cases().get(index).type().map(t -> of(args.getJSONObject(1), t)));
            }
            case ValueType.EnumType e -> e.labels().indexOf(args.getJSONObject(0).getString("text"));
            case ValueType.FlagsType f -> {
                int bits = 0;
                for (int i = 0; i < args.length(); i++) {
                    bits |= 1 << f.labels().indexOf(args.getJSONObject(i).getString("text"));
                }
                yield bits;
            }
            case ValueType.OptionType o -> constant.getString("type").equals("option.none") ? Optional.empty() : Optional.of(of(args.getJSONObject(0), o.some()));
            case ValueType.ResultType r -> constant.getString("type").equals("result.ok")
                    ? new Result.Ok(r.ok().map(t -> of(args.getJSONObject(0), t))) : new Result.Err(r.error().map(t -> of(args.getJSONObject(0), t)));
            default -> throw new IllegalArgumentException("no constants of type " + type);
        };
    }

    private static Object primitive(ValueType.Primitive type, JSONObject arg) {
        String text = arg.has("atom") ? arg.getString("atom").replace("_", "") : arg.getString("text");
        return switch (type) {
            case BOOL -> text.equals("true");
            case S8, U8 -> (byte) integer(text);
            case S16, U16 -> (short) integer(text);
            case S32, U32 -> (int) integer(text);
            case S64, U64 -> integer(text);
            case F32 -> text.startsWith("nan") ? Float.NaN : Float.parseFloat(text);
            case F64 -> text.startsWith("nan") ? Double.NaN : Double.parseDouble(text);
            case CHAR -> text.codePointAt(0);
            case STRING -> text;
            case ERROR_CONTEXT -> throw new IllegalArgumentException("no constants of type " + type);
        };
    }

    private static long integer(String text) {
        boolean negative = text.startsWith("-");
        String digits = negative ? text.substring(1) : text;
        long value = digits.startsWith("0x") ? Long.parseUnsignedLong(digits.substring(2), 16) : Long.parseUnsignedLong(digits);
        return negative ? -value : value;
    }

    private static Object list(ValueType.ListType type, JSONArray args) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < args.length(); i++) {
            values.add(of(args.getJSONObject(i), type.element()));
        }
        return Lists.packed(values, type.element());
    }
}
