package dev.gyre.host.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.gyre.api.host.WitResult;
import dev.gyre.wasi.backend.http.ErrorCode;
import dev.gyre.wasi.backend.http.Field;
import dev.gyre.wasi.backend.http.Fields;
import dev.gyre.wasi.backend.http.FutureIncomingResponse;
import dev.gyre.wasi.backend.http.FutureTrailers;
import dev.gyre.wasi.backend.http.HttpMethod;
import dev.gyre.wasi.backend.http.HttpScheme;
import dev.gyre.wasi.backend.http.IncomingBody;
import dev.gyre.wasi.backend.http.IncomingResponse;
import dev.gyre.wasi.backend.http.OutgoingBody;
import dev.gyre.wasi.backend.http.OutgoingRequest;
import dev.gyre.wasi.backend.http.RequestOptions;
import dev.gyre.wasi.backend.stream.InputSource;
import dev.gyre.wasi.backend.stream.OutputSink;
import dev.gyre.wasi.backend.stream.Poll;

class OutgoingHandlerTest extends ClientFixture {
    private final HttpClients clients = new HttpClients((application, component) -> rules, SMALL, new SslContextFactory.Client());
    private final OutgoingHandler handler = new OutgoingHandler(new Requester("shop/cart"), rules, clients, event);

    @AfterEach
    void close() {
        handler.close();
        clients.close();
    }

    private static OutgoingRequest request(HttpMethod method, String authority) throws Exception {
        OutgoingRequest request = new OutgoingRequest(new Fields());
        request.setMethod(method);
        request.setScheme(Optional.of(new HttpScheme.Http()));
        request.setAuthority(Optional.of(authority));
        return request;
    }

    private static WitResult<IncomingResponse, ErrorCode> answer(FutureIncomingResponse future) {
        Poll.await(future.subscribe(), Long.MAX_VALUE);
        return ok(future.get().orElseThrow());
    }

    private static <T> T ok(WitResult<T, ?> result) {
        if (result instanceof WitResult.Ok<T, ?> ok) {
            return ok.value().orElseThrow();
        }
        throw new AssertionError("it is " + result);
    }

    /** The server takes what comes behind the head of a chunked request for a second one. */
    @Test
    void trailersGoOutAndComeIn() throws Exception {
        RawServer server = serve("a.example", (request, out) -> {
            if (!request.line().startsWith("POST")) {
                out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-End: yes\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            }
        });
        OutgoingRequest request = request(new HttpMethod.Post(), "a.example");
        OutgoingBody body = request.body();
        FutureIncomingResponse future = handler.handle(request, Optional.empty());
        OutputSink sink = body.write();
        sink.writeAndFlush(new byte[] {'h', 'i'}, 0, 2);
        sink.close();
        Fields behind = new Fields();
        behind.append("x-sum", new byte[] {'4', '2'});
        behind.append("content-type", new byte[] {'a'});
        OutgoingBody.finish(body, Optional.of(behind));
        IncomingResponse response = ok(answer(future));
        IncomingBody incoming = response.consume();
        InputSource stream = incoming.stream();
        byte[] part = new byte[10];
        while (stream.readOrEnd(part, 0, part.length) >= 0) {
            // to the end
        }
        stream.close();
        assertEquals(List.of("x-end"), names(IncomingBody.finish(incoming)));
        String rest = server.last().head();
        assertTrue(rest.contains("hi\r\n") && rest.endsWith("\r\n0\r\nx-sum: 42\r\n\r\n"), rest);
    }

    private static List<String> names(FutureTrailers future) {
        Poll.await(future.subscribe(), Long.MAX_VALUE);
        return ok(future.peek().orElseThrow()).stream().flatMap(f -> f.entries().stream()).map(Field::name).toList();
    }

    /** A listener whose queue is full answers no further connection. */
    @Test
    void aConnectionTakesNoLongerThanTheGuestAllows() throws Exception {
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            InetSocketAddress there = new InetSocketAddress("127.0.0.1", full.getLocalPort());
            names.put("full.example", List.of(there));
            while (connected(there, waiting)) {
                // one more
            }
            RequestOptions options = new RequestOptions();
            options.setConnectTimeout(Optional.of(100_000_000L));
            WitResult<IncomingResponse, ErrorCode> answer = answer(handler.handle(request(new HttpMethod.Get(), "full.example"), Optional.of(options)));
            assertEquals(WitResult.error(new ErrorCode.ConnectionTimeout()), answer);
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    private static boolean connected(InetSocketAddress there, List<Socket> waiting) throws IOException {
        Socket socket = new Socket();
        waiting.add(socket);
        try {
            socket.connect(there, 300);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }
}
