package dev.gyre.executor.wagi.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.gyre.api.http.HttpFailure;

class CgiResponseTest {
    private final RecordingResponse client = new RecordingResponse();
    private final CgiResponse stdout = new CgiResponse(client);

    private void write(String text) throws IOException {
        stdout.write(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void headAndBodyAreTheSameHoweverTheyAreWritten(int step) throws IOException {
        String out = "Content-Type: text/plain\r\nx-a: 1\r\n\r\nline 1\r\n\r\nline 2";
        for (int i = 0; i < out.length(); i += step) {
            write(out.substring(i, Math.min(out.length(), i + step)));
        }
        stdout.finish();
        assertEquals(200, client.status);
        assertEquals("1", client.headers.first("x-a").orElseThrow());
        assertEquals("line 1\r\n\r\nline 2", client.body.toString(StandardCharsets.UTF_8));
        assertEquals("16", client.headers.first("content-length").orElseThrow());
    }

    @Test
    void smallResponsesAreHeldUntilTheScriptEnds() throws IOException {
        write("status: 200\n\nbody");
        assertFalse(client.begun());
    }

    @Test
    void largeResponsesStream() throws IOException {
        write("status: 200\n\n");
        byte[] chunk = new byte[CgiResponse.HELD];
        stdout.write(chunk);
        assertFalse(client.begun());
        stdout.write(1);
        assertTrue(client.begun());
        assertEquals(CgiResponse.HELD + 1, client.body.size());
    }

    @Test
    void noEmptyLineMeansNoHead() throws IOException {
        write("just text\nand more");
        assertEquals(500, assertThrows(HttpFailure.class, stdout::finish).status());
        assertFalse(client.begun());
    }

    @Test
    void silenceIsRefused() {
        assertEquals(500, assertThrows(HttpFailure.class, stdout::finish).status());
    }

    @Test
    void anEndlessHeadIsCutOff() {
        byte[] chunk = "x".repeat(CgiResponse.MAX_HEAD + 1).getBytes(StandardCharsets.UTF_8);
        assertEquals(500, assertThrows(HttpFailure.class, () -> stdout.write(chunk)).status());
    }
}
