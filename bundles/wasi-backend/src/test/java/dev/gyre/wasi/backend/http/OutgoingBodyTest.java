package dev.gyre.wasi.backend.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.gyre.api.engine.TrapException;
import dev.gyre.api.host.WitFailure;
import dev.gyre.api.http.HttpFields;
import dev.gyre.wasi.backend.stream.OutputSink;
import dev.gyre.wasi.backend.stream.Poll;

class OutgoingBodyTest {
    private static OutputSink begin(OutgoingBody body) throws Exception {
        OutputSink sink = body.write();
        sink.write(new byte[] {1, 2, 3}, 0, 3);
        return sink;
    }

    @Test
    void whatIsWrittenBeforeTheMessageIsSentGoesOutWithIt() throws Exception {
        OutgoingResponse response = new OutgoingResponse(new Fields());
        OutgoingBody body = response.body();
        begin(body).close();
        Fields trailers = new Fields();
        trailers.append("x-end", new byte[] {'1'});
        OutgoingBody.finish(body, Optional.of(trailers));
        List<HttpFields> behind = new ArrayList<>();
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        body.attach(sent, behind::add, () -> { });
        assertArrayEquals(new byte[] {1, 2, 3}, sent.toByteArray());
        assertEquals("[[x-end=1]]", behind.toString());
        assertTrue(body.complete());
    }

    @Test
    void aBodyIsAskedForOnce() throws Exception {
        OutgoingRequest request = new OutgoingRequest(new Fields());
        OutgoingBody body = request.body();
        assertThrows(WitFailure.class, request::body);
        body.write();
        assertThrows(WitFailure.class, body::write);
    }

    @Test
    void aBodyEndsAfterItsStream() throws Exception {
        OutgoingBody body = new OutgoingResponse(new Fields()).body();
        OutputSink sink = body.write();
        assertThrows(TrapException.class, () -> OutgoingBody.finish(body, Optional.empty()));
        assertTrue(body.hasParts());
        sink.close();
        OutgoingBody.finish(body, Optional.empty());
        assertTrue(body.complete());
    }

    /** A thread that waits for a message nobody sends would be there for ever. */
    @Test
    void nobodyWaitsForAMessageThatWasDropped() throws Exception {
        OutgoingRequest request = new OutgoingRequest(new Fields());
        OutgoingBody body = request.body();
        OutputSink sink = begin(body);
        request.close();
        assertTrue(Poll.await(sink, Long.MAX_VALUE));
        assertThrows(IOException.class, () -> sink.writeAndFlush(new byte[] {4}, 0, 1));
    }

    @Test
    void aBrokenPromiseIsAnError() throws Exception {
        Fields headers = new Fields();
        headers.append("content-length", new byte[] {'5'});
        OutgoingBody body = new OutgoingRequest(headers).body();
        body.attach(new ByteArrayOutputStream(), _ -> { }, () -> { });
        OutputSink sink = body.write();
        sink.writeAndFlush(new byte[] {1, 2, 3}, 0, 3);
        sink.close();
        assertEquals(new ErrorCode.HttpRequestBodySize(Optional.of(3L)), assertThrows(HttpError.class, () -> OutgoingBody.finish(body, Optional.empty())).error());
    }

    /** Also when all that was promised has gone out. */
    @Test
    void whoWritesMoreThanWasPromisedIsTold() throws Exception {
        for (int promised : List.of(2, 3)) {
            Fields headers = new Fields();
            headers.append("content-length", new byte[] {(byte) ('0' + promised)});
            OutgoingBody body = new OutgoingResponse(headers).body();
            ByteArrayOutputStream sent = new ByteArrayOutputStream();
            body.attach(sent, _ -> { }, () -> { });
            OutputSink sink = body.write();
            String told = "the guest wrote more than its content-length, " + promised + " bytes";
            assertEquals(told, assertThrows(IOException.class, () -> {
                sink.writeAndFlush(new byte[] {1, 2, 3}, 0, 3);
                sink.writeAndFlush(new byte[] {4}, 0, 1);
            }).getMessage());
            sink.close();
            assertThrows(HttpError.class, () -> OutgoingBody.finish(body, Optional.empty()));
            assertEquals(promised == 3 ? 3 : 0, sent.size());
        }
    }

    @Test
    void theSameIsSaidOfABodyThatWasFinishedBefore() throws Exception {
        Fields headers = new Fields();
        headers.append("content-length", new byte[] {'2'});
        OutgoingBody body = new OutgoingResponse(headers).body();
        begin(body).close();
        OutgoingBody.finish(body, Optional.empty());
        IOException e = assertThrows(IOException.class, () -> body.attach(new ByteArrayOutputStream(), _ -> { }, () -> { }));
        assertEquals("the guest wrote more than its content-length, 2 bytes", e.getMessage());
    }
}
