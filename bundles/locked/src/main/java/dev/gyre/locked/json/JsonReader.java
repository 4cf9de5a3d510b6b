package dev.gyre.locked.json;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;

import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;
import dev.gyre.api.config.Position;

/**
 * Turns JSON into configuration tables with positions; nulls are left out. Programs write JSON in one line: there the path of a field says more than
 * its column, and is all that messages about a field have. For one thread and one text.
 */
public final class JsonReader {
    private static final int MAX_CHARACTERS = 16 << 20;
    private static final int MAX_DEPTH = 100;
    /** The parser's words for a source it does not know. */
    private static final Pattern UNNAMED = Pattern.compile("\\[Source: [^;]*; (line: \\d+, column: \\d+)]");

    private final JsonParser parser;
    private final String source;
    private final boolean oneLine;

    private JsonReader(JsonParser parser, String source, boolean oneLine) {
        this.parser = parser;
        this.source = source;
        this.oneLine = oneLine;
    }

    /** @throws ConfigException when the text is no JSON object or beyond a limit */
    public static ConfigTable read(String text, String source) {
        JsonFactory factory = new JsonFactoryBuilder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder().maxDocumentLength(MAX_CHARACTERS).maxNestingDepth(MAX_DEPTH).build())
                .build();
        if (text.length() > MAX_CHARACTERS) {
            throw new ConfigException(Position.of(source), "", "the text has " + text.length() + " characters; at most " + MAX_CHARACTERS + " are allowed");
        }
        boolean oneLine = text.strip().indexOf('\n') < 0;
        try (JsonParser parser = factory.createParser(text)) {
            return new JsonReader(parser, source, oneLine).whole();
        } catch (JsonProcessingException e) {
            throw new ConfigException(position(source, e.getLocation()), "", "this is not JSON: " + UNNAMED.matcher(e.getOriginalMessage()).replaceAll("$1"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private ConfigTable whole() throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new ConfigException(position(), "", "must be a JSON object");
        }
        ConfigTable root = table("", position());
        if (parser.nextToken() != null) {
            throw new ConfigException(position(), "", "there is more after the end of the JSON object");
        }
        return root;
    }

    private ConfigTable table(String path, Position position) throws IOException {
        Map<String, ConfigValue> values = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            value(path.isEmpty() ? key : path + "." + key).ifPresent(v -> values.put(key, v));
        }
        return new ConfigTable(path, position, values);
    }

    private Optional<ConfigValue> value(String path) throws IOException {
        Position at = position();
        return switch (parser.currentToken()) {
            case START_OBJECT -> Optional.of(new ConfigValue(table(path, at), at));
            case START_ARRAY -> Optional.of(new ConfigValue(array(path), at));
            case VALUE_STRING -> Optional.of(new ConfigValue(parser.getText(), at));
            case VALUE_NUMBER_INT -> Optional.of(new ConfigValue(integer(path, at), at));
            case VALUE_NUMBER_FLOAT -> Optional.of(new ConfigValue(parser.getDoubleValue(), at));
            case VALUE_TRUE -> Optional.of(new ConfigValue(true, at));
            case VALUE_FALSE -> Optional.of(new ConfigValue(false, at));
            default -> Optional.empty();
        };
    }

    private long integer(String path, Position at) throws IOException {
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw new ConfigException(at, path, "a number of more than 64 bits");
        }
        return parser.getLongValue();
    }

    private List<ConfigValue> array(String path) throws IOException {
        List<ConfigValue> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            value(path + "[" + values.size() + "]").ifPresent(values::add);
        }
        return List.copyOf(values);
    }

    private Position position() {
        return oneLine ? Position.of(source) : position(source, parser.currentTokenLocation());
    }

    private static Position position(String source, JsonLocation at) {
        return at == null ? Position.of(source) : new Position(source, at.getLineNr(), at.getColumnNr());
    }
}
