package dev.gyre.executor.wagi.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.gyre.api.http.HttpFailure;

class CgiHeadTest {
    private static CgiHead parse(String head) {
        return CgiHead.parse(head.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "'Content-Type: text/plain\n', 200",
        "'status: 404\n', 404",
        "'Status: 418 I am a teapot\ncontent-type: text/plain\n', 418",
        "'location: /x\n', 302",
        "'location: /x\nstatus: 308\n', 308",
        "'status: 308\nlocation: /x\n', 308",
        "'status: teapot\n', 502",
        "'status: 20\n', 502",
        "'status: 200OK\n', 502",
    })
    void statusFollowsTheHead(String head, int status) {
        assertEquals(status, parse(head).status());
    }

    @Test
    void repeatedFieldsAreKept() {
        CgiHead head = parse("content-type: text/html\nSet-Cookie: a=1\nset-cookie: b=2: c\n");
        assertEquals(List.of("a=1", "b=2: c"), head.headers().all("set-cookie"));
    }

    @Test
    void whatIsNoFieldIsLeftOut() {
        CgiHead head = parse("content-type: text/html\nno colon\nbad name: x\n: empty\nümlaut: x\n");
        assertEquals(1, head.headers().size());
    }

    @Test
    void aHeadWithoutTypeStatusOrLocationIsRefusedWithWagisWords() {
        HttpFailure failure = assertThrows(HttpFailure.class, () -> parse("x-powered-by: gyre\n"));
        assertEquals(500, failure.status());
        assertEquals("Exactly one of 'location' or 'content-type' must be specified", failure.safeMessage());
    }
}
