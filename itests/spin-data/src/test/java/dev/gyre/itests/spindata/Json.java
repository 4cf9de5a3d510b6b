package dev.gyre.itests.spindata;

import java.util.List;
import java.util.Optional;

import org.json.JSONArray;
import org.json.JSONObject;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;

/** Tables and JSON, compared without what says nothing. Stateless. */
final class Json {
    private Json() {
    }

    static JSONObject of(ConfigTable table) {
        JSONObject out = new JSONObject();
        table.keys().forEach(key -> out.put(key, value(table.value(key).orElseThrow().value())));
        return out;
    }

    private static Object value(Object value) {
        return switch (value) {
            case ConfigTable table -> of(table);
            case List<?> list -> new JSONArray(list.stream().map(e -> value(((ConfigValue) e).value())).toList());
            default -> value;
        };
    }

    static Optional<String> difference(JSONObject expected, JSONObject actual) {
        Object a = stripped(expected);
        Object b = stripped(actual);
        return ((JSONObject) a).similar(b) ? Optional.empty() : Optional.of("\n      " + a + "\n      " + b);
    }

    /** Without tables that are empty, which Spin's doctor leaves out. */
    static JSONObject filled(JSONObject object) {
        JSONObject out = new JSONObject();
        object.keySet().forEach(key -> {
            Object value = object.get(key) instanceof JSONObject inner ? filled(inner) : object.get(key);
            if (!(value instanceof JSONObject inner) || !inner.isEmpty()) {
                out.put(key, value);
            }
        });
        return out;
    }

    /** Without nulls, which stand for absent fields. */
    private static Object stripped(Object value) {
        if (value instanceof JSONObject object) {
            JSONObject out = new JSONObject();
            object.keySet().stream().filter(k -> !object.isNull(k)).forEach(k -> out.put(k, stripped(object.get(k))));
            return out;
        }
        if (value instanceof JSONArray array) {
            JSONArray out = new JSONArray();
            array.forEach(e -> out.put(stripped(e)));
            return out;
        }
        return value;
    }
}
