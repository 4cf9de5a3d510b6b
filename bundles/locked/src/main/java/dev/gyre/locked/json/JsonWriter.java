package dev.gyre.locked.json;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;

/** Writes JSON. Stateless. */
public final class JsonWriter {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonWriter() {
    }

    /**
     * With two spaces for each level.
     *
     * @param value made of maps, collections, strings, numbers, booleans, configuration tables and {@link #NULL}
     */
    public static String write(Object value) {
        StringWriter out = new StringWriter();
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter(Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                    .withObjectIndenter(lines).withArrayIndenter(lines));
            write(value, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    /** Without any space between; takes what {@link #write(Object)} takes. */
    public static String compact(Object value) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            write(value, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    /** The value that is none. */
    public static final Object NULL = new Object();

    private static void write(Object value, JsonGenerator json) throws IOException {
        switch (value) {
            case ConfigTable table -> write(sorted(table), json);
            case ConfigValue inner -> write(inner.value(), json);
            case Map<?, ?> map -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    json.writeFieldName((String) entry.getKey());
                    write(entry.getValue(), json);
                }
                json.writeEndObject();
            }
            case Collection<?> list -> {
                json.writeStartArray();
                for (Object element : list) {
                    write(element, json);
                }
                json.writeEndArray();
            }
            case String text -> json.writeString(text);
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case Boolean truth -> json.writeBoolean(truth);
            case Object none when none == NULL -> json.writeNull();
            default -> throw new IllegalArgumentException(value.getClass().getName());
        }
    }

    private static Map<String, Object> sorted(ConfigTable table) {
        Map<String, Object> out = new TreeMap<>();
        table.keys().forEach(key -> out.put(key, table.value(key).orElseThrow().value()));
        return out;
    }
}
