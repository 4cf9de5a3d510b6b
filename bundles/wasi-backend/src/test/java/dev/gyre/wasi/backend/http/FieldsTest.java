package dev.gyre.wasi.backend.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.gyre.api.engine.TrapException;
import dev.gyre.api.http.HttpFields;

class FieldsTest {
    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    @Test
    void namesCompareWithoutCaseAndKeepIt() throws Exception {
        Fields fields = new Fields();
        fields.append("X-A", bytes("1"));
        fields.append("x-a", bytes("2"));
        assertEquals(2, fields.get("X-a").size());
        assertEquals("X-A", fields.entries().getFirst().name());
        fields.set("x-A", List.of(bytes("3")));
        assertArrayEquals(bytes("3"), fields.get("x-a").getFirst());
        assertEquals(1, fields.entries().size());
        fields.delete("X-A");
        assertFalse(fields.has("x-a"));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            '',               INVALID_SYNTAX
            a b,              INVALID_SYNTAX
            'a:',             INVALID_SYNTAX
            Host,             FORBIDDEN
            Transfer-Encoding, FORBIDDEN
            """)
    void namesAreChecked(String name, HeaderError error) {
        assertEquals(error, assertThrows(HeaderFailure.class, () -> new Fields().append(name, bytes("1"))).error());
    }

    @Test
    void aValueCannotEndItsLine() {
        assertEquals(HeaderError.INVALID_SYNTAX, assertThrows(HeaderFailure.class, () -> new Fields().append("a", bytes("1\r\nb: 2"))).error());
        assertEquals(HeaderError.INVALID_SYNTAX, assertThrows(HeaderFailure.class, () -> Fields.fromList(List.of(new Field("a", bytes("\0"))))).error());
    }

    @Test
    void receivedFieldsCannotBeChangedButTheirCopyCan() throws Exception {
        Fields received = Fields.of(HttpFields.EMPTY.with("a", "1"));
        assertEquals(HeaderError.IMMUTABLE, assertThrows(HeaderFailure.class, () -> received.append("b", bytes("2"))).error());
        Fields copy = received.copy();
        copy.append("b", bytes("2"));
        assertTrue(copy.has("b"));
        assertFalse(received.has("b"));
    }

    @Test
    void theyTakeNoMoreThanTheirBound() throws Exception {
        Fields fields = new Fields();
        fields.append("a", new byte[] {'1'});
        byte[] large = bytes("x".repeat(Fields.LARGEST));
        assertThrows(TrapException.class, () -> fields.append("b", large));
    }
}
