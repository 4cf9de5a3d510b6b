package dev.gyre.component.internal.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;

import dev.gyre.component.type.ValueType;

/** Values that the specification's executable definition lowered: see src/test/vectors/generate.py. */
class VectorsTest {
    private final Codecs codecs = new Codecs(r -> {
        throw new UnsupportedOperationException();
    });

    @Test
    void valuesAreLoweredAndLiftedAsTheDefinitionSays() throws IOException {
        JSONArray vectors;
        try (InputStream in = VectorsTest.class.getResourceAsStream("/abi-vectors.json")) {
            vectors = new JSONArray(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertTrue(vectors.length() >= 600);
        for (int i = 0; i < vectors.length(); i++) {
            check(vectors.getJSONObject(i));
        }
    }

    private void check(JSONObject vector) {
        String text = vector.toString();
        ValueType type = JsonValues.type(vector.get("type"));
        Object value = JsonValues.value(type, vector.get("value"), encoding(vector.getString("source")));
        RecordCodec codec = codecs.params(List.of(type));

        BumpScope scope = new BumpScope(encoding(vector.getString("encoding")));
        long[] flat = lower(codec, scope, value);
        List<dev.gyre.api.engine.ValueType> core = codec.flat > Layout.MAX_FLAT_PARAMS ? List.of(dev.gyre.api.engine.ValueType.I32)
                : Layout.flatten(List.of(type));
        assertEquals(bits(core, i -> Long.parseUnsignedLong(vector.getJSONArray("flat").getString(i))), bits(core, i -> flat[i]), text);
        assertEquals(calls(vector.getJSONArray("calls")), scope.calls, text);
        byte[] image = HexFormat.of().parseHex(vector.getString("memory"));
        assertEquals(HexFormat.of().formatHex(image), HexFormat.of().formatHex(Arrays.copyOf(scope.memory.bytes, image.length)), text);

        Object lifted = codec.flat > Layout.MAX_FLAT_PARAMS ? codec.load(scope, scope.memory.read((int) flat[0], codec.size), 0)
                : codec.lift(scope, new Flat(flat, 0));
        assertEquals(JsonValues.plain(new Object[] {value}), JsonValues.plain(lifted), text);
    }

    private static long[] lower(RecordCodec codec, BumpScope scope, Object value) {
        Object[] values = {value};
        if (codec.flat <= Layout.MAX_FLAT_PARAMS) {
            long[] flat = new long[codec.flat];
            codec.lower(scope, values, new Flat(flat, 0));
            return flat;
        }
        int pointer = scope.realloc(0, 0, codec.align, codec.size);
        byte[] block = new byte[codec.size];
        codec.store(scope, values, block, 0);
        scope.memory.write(pointer, block);
        return new long[] {pointer};
    }

    private static Encoding encoding(String name) {
        return Encoding.valueOf(name.toUpperCase(Locale.ROOT).replace('+', '_'));
    }

    /** Core values, of which those of 32 bits may have anything above them. */
    private static List<Long> bits(List<dev.gyre.api.engine.ValueType> types, IntToLongFunction values) {
        return IntStream.range(0, types.size()).mapToObj(i -> types.get(i) == dev.gyre.api.engine.ValueType.I32
                || types.get(i) == dev.gyre.api.engine.ValueType.F32 ? (int) values.applyAsLong(i) : values.applyAsLong(i)).toList();
    }

    private static List<List<Integer>> calls(JSONArray calls) {
        List<List<Integer>> list = new ArrayList<>();
        for (int i = 0; i < calls.length(); i++) {
            list.add(calls.getJSONArray(i).toList().stream().map(n -> ((Number) n).intValue()).toList());
        }
        return list;
    }
}
