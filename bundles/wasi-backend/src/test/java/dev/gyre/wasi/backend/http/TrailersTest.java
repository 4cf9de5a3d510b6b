package dev.gyre.wasi.backend.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.gyre.api.engine.TrapException;
import dev.gyre.api.host.WitResult;
import dev.gyre.api.http.HttpFields;
import dev.gyre.wasi.backend.stream.InputSource;
import dev.gyre.wasi.backend.stream.Poll;
import dev.gyre.wasi.backend.stream.Pollable;

class TrailersTest {
    private final InputStream bytes = new ByteArrayInputStream(new byte[100_000]);

    /** They are known when all was read, as with a connection. */
    private HttpFields trailers() {
        try {
            return bytes.available() > 0 ? HttpFields.EMPTY : HttpFields.EMPTY.with("x-end", "1");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String names(FutureTrailers future) {
        Poll.await(future.subscribe(), Long.MAX_VALUE);
        return switch (future.get().orElseThrow()) {
            case WitResult.Err<WitResult<Optional<Fields>, ErrorCode>, Void> _ -> "taken";
            case WitResult.Ok<WitResult<Optional<Fields>, ErrorCode>, Void>(var inner) -> switch (inner.orElseThrow()) {
                case WitResult.Err<Optional<Fields>, ErrorCode> _ -> "failed";
                case WitResult.Ok<Optional<Fields>, ErrorCode>(var fields) ->
                    fields.orElseThrow().stream().flatMap(f -> f.entries().stream()).map(Field::name).toList().toString();
            };
        };
    }

    @Test
    void theyAreThereWhenTheBodyWasRead() throws Exception {
        IncomingBody body = new IncomingBody(bytes, this::trailers);
        InputSource stream = body.stream();
        byte[] part = new byte[60_000];
        while (stream.readOrEnd(part, 0, part.length) >= 0) {
            // on
        }
        Pollable pollable = stream.subscribe();
        assertTrue(stream.hasParts());
        ((AutoCloseable) pollable).close();
        assertThrows(TrapException.class, () -> IncomingBody.finish(body));
        stream.close();
        FutureTrailers future = IncomingBody.finish(body);
        assertEquals("[x-end]", names(future));
        assertEquals("taken", names(future));
    }

    @Test
    void whatTheGuestLeftIsPassedOver() throws Exception {
        FutureTrailers future = IncomingBody.finish(new IncomingBody(bytes, this::trailers));
        assertEquals("[x-end]", names(future));
        assertEquals(0, bytes.available());
    }

    @Test
    void aBodyThatBreaksOffHasNone() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }
        };
        FutureTrailers future = IncomingBody.finish(new IncomingBody(broken, () -> HttpFields.EMPTY));
        assertEquals("failed", names(future));
    }
}
