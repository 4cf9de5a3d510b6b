package dev.gyre.executor.spin.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.gyre.api.http.HttpFailure;

class QueryParamsTest {
    @Test
    void pairsAreDecodedInOrder() {
        assertEquals(List.of(Map.entry("a", "1 2"), Map.entry("a", "ä"), Map.entry("b", ""), Map.entry("c", "x=y")),
                QueryParams.parse("a=1+2&a=%C3%A4&&b&c=x=y"));
    }

    @Test
    void whatCannotBeDecodedStays() {
        assertEquals(List.of(Map.entry("a", "%zz")), QueryParams.parse("a=%zz"));
    }

    @Test
    void methodsAreNumberedAsInTheWit() {
        assertEquals(0, Method.ordinal("GET"));
        assertEquals(6, Method.ordinal("OPTIONS"));
        assertEquals(405, assertThrows(HttpFailure.class, () -> Method.ordinal("TRACE")).status());
    }
}
