package dev.gyre.host.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.host.Cause;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.HostContext;
import dev.gyre.api.host.OutboundDenied;
import dev.gyre.api.host.OutboundRules;
import dev.gyre.api.host.WitResult;
import dev.gyre.api.http.HttpFields;
import dev.gyre.api.http.HttpRequest;
import dev.gyre.host.rig.Apps;
import dev.gyre.host.rig.GuestRig;
import dev.gyre.host.rig.TestEvent;
import dev.gyre.wasi.backend.http.ErrorCode;
import dev.gyre.wasi.backend.http.Fields;
import dev.gyre.wasi.backend.http.FutureIncomingResponse;
import dev.gyre.wasi.backend.http.HttpMethod;
import dev.gyre.wasi.backend.http.HttpScheme;
import dev.gyre.wasi.backend.http.IncomingResponse;
import dev.gyre.wasi.backend.http.OutgoingBody;
import dev.gyre.wasi.backend.http.OutgoingRequest;
import dev.gyre.wasi.backend.stream.InputSource;
import dev.gyre.wasi.backend.stream.OutputSink;
import dev.gyre.wasi.backend.stream.Poll;

/** Requests to other components of the application. */
@Timeout(300)
class LocalTest extends ClientFixture {
    private static final Component CART = Apps.component("cart", Map.of());
    private static final Application SHOP = Apps.app(CART);
    private static final ComponentContext CONTEXT = GuestRig.context(SHOP, CART);

    private final OutboundRules friendly = new OutboundRules() {
        @Override
        public List<InetSocketAddress> resolve(String scheme, String host, int port) throws UnknownHostException {
            throw new AssertionError(host + " is no name to be looked up");
        }

        @Override
        public void checkLocal(String scheme, String host, int port) {
            if (!host.equals("stock.spin.internal") || !scheme.equals("http") || port != 80) {
                throw new OutboundDenied("may not connect to " + host);
            }
        }
    };
    private final OutboundHttp cart = new OutboundHttp(new Requester("shop/cart"), friendly, clients);
    private final TestEvent asking = new TestEvent(CONTEXT);
    private final OutgoingHandler handler = new OutgoingHandler(new Requester("shop/cart"), friendly, clients, asking);

    @AfterEach
    void end() {
        handler.close();
    }

    private Answer ask(HostContext event, String method, String url, String body) {
        return cart.send(event, () -> new OutboundHttp.GuestRequest(method, url,
                List.of(Map.entry("X-A", "1"), Map.entry("host", "evil"), Map.entry("connection", "x-b"), Map.entry("x-b", "2")), body.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void anotherComponentAnswersOnAThreadOfItsOwn() throws Exception {
        AtomicReference<HttpRequest> seen = new AtomicReference<>();
        AtomicReference<Thread> thread = new AtomicReference<>();
        clients.chaining = (application, component, request, response) -> {
            assertSame(SHOP, application);
            assertEquals("stock", component);
            assertSame(asking, Cause.current().orElseThrow());
            thread.set(Thread.currentThread());
            seen.set(request);
            response.send(201, HttpFields.EMPTY.with("x-c", "3"), (new String(request.body().readAllBytes(), StandardCharsets.UTF_8) + "!").getBytes(StandardCharsets.UTF_8));
        };
        Answer answer = ask(asking, "POST", "http://stock.spin.internal/a%20b?q=1", "hello");
        assertEquals(201, answer.status());
        assertEquals(Optional.of("3"), answer.header("x-c"));
        assertEquals("hello!", text(answer));
        assertEquals("http://stock.spin.internal/a%20b?q=1", seen.get().url());
        assertEquals(List.of(Map.entry("X-A", "1"), Map.entry("content-length", "5")), seen.get().headers().entries());
        assertEquals("0.0.0.0:0", seen.get().client().getAddress().getHostAddress() + ":" + seen.get().client().getPort());
        assertNotSame(Thread.currentThread(), thread.get());
        assertAllMemoryIsGivenBack();
    }

    @Test
    void redirectsAreFollowedWithinTheApplication() {
        clients.chaining = (application, component, request, response) -> {
            boolean here = request.path().equals("/here");
            response.send(here ? 302 : 200, here ? HttpFields.EMPTY.with("location", "/there") : HttpFields.EMPTY, request.path().getBytes(StandardCharsets.UTF_8));
        };
        assertEquals("/there", text(ask(asking, "GET", "http://stock.spin.internal/here", "")));
    }

    private OutboundFailure refused(HostContext event, OutboundFailure.Kind kind, String url) {
        OutboundFailure e = assertThrows(OutboundFailure.class, () -> ask(event, "GET", url, "").close());
        assertEquals(kind, e.kind(), e.getMessage());
        return e;
    }

    @Test
    void theRulesAreAskedBeforeAnybody() {
        clients.chaining = (application, component, request, response) -> {
            throw new AssertionError("nobody may come here");
        };
        refused(asking, OutboundFailure.Kind.DESTINATION_NOT_ALLOWED, "http://other.spin.internal/");
        refused(asking, OutboundFailure.Kind.DESTINATION_NOT_ALLOWED, "http://stock.spin.internal:8080/");
        refused(asking, OutboundFailure.Kind.DESTINATION_NOT_ALLOWED, "https://STOCK.spin.INTERNAL/");
        assertEquals(Optional.of(new ErrorCode.HttpRequestDenied()), error(send("other.spin.internal", "/")));
    }

    @Test
    void aCircleOfComponentsEnds() {
        clients.chaining = (application, component, request, response) -> response.send(200, HttpFields.EMPTY, new byte[0]);
        HostContext event = asking;
        for (int depth = 1; depth < 10; depth++) {
            ask(event, "GET", "http://stock.spin.internal/", "").close();
            event = new TestEvent(CONTEXT, event);
        }
        ask(event, "GET", "http://stock.spin.internal/", "").close();
        HostContext deepest = new TestEvent(CONTEXT, event);
        String message = refused(deepest, OutboundFailure.Kind.LOOP, "http://stock.spin.internal/").getMessage();
        assertTrue(message.contains("more than 10 requests deep: cart -> cart -> ") && message.endsWith("cart -> stock"), message);
        try (OutgoingHandler deep = new OutgoingHandler(new Requester("shop/cart"), friendly, clients, deepest)) {
            assertEquals(Optional.of(new ErrorCode.LoopDetected()), error(handle(deep, request("stock.spin.internal", "/"))));
        }
    }

    @Test
    void failuresAreToldApart() throws Exception {
        assertTrue(refused(asking, OutboundFailure.Kind.RUNTIME, "http://stock.spin.internal/").getMessage().contains("no installed bundle"));
        clients.chaining = (application, component, request, response) -> {
            response.begin(200, HttpFields.EMPTY).write(new byte[1 << 17]);
        };
        assertTrue(refused(asking, OutboundFailure.Kind.REQUEST, "http://stock.spin.internal/").getMessage().contains("over the limit"));
        assertAllMemoryIsGivenBack();
    }

    @Test
    void whoIsStoppedWhileItWaitsStopsWhoWorks() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        clients.chaining = (application, component, request, response) -> {
            working.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                stopped.countDown();
            }
        };
        AtomicReference<OutboundFailure> failure = new AtomicReference<>();
        Thread waiting = Thread.ofVirtual().start(() -> failure.set(refused(asking, OutboundFailure.Kind.RUNTIME, "http://stock.spin.internal/")));
        assertTrue(working.await(30, TimeUnit.SECONDS));
        waiting.interrupt();
        assertTrue(stopped.await(30, TimeUnit.SECONDS));
        waiting.join();
        assertTrue(failure.get().getMessage().contains("interrupted"));
    }

    private static OutgoingRequest request(String authority, String path) {
        try {
            OutgoingRequest request = new OutgoingRequest(new Fields());
            request.setScheme(Optional.of(new HttpScheme.Http()));
            request.setAuthority(Optional.of(authority));
            request.setPathWithQuery(Optional.of(path));
            request.setMethod(new HttpMethod.Post());
            return request;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static FutureIncomingResponse handle(OutgoingHandler handler, OutgoingRequest request) {
        try {
            return handler.handle(request, Optional.empty());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private FutureIncomingResponse send(String authority, String path) {
        return handle(handler, request(authority, path));
    }

    private static WitResult<IncomingResponse, ErrorCode> result(FutureIncomingResponse future) {
        Poll.await(future.subscribe(), Long.MAX_VALUE);
        return ((WitResult.Ok<WitResult<IncomingResponse, ErrorCode>, Void>) future.get().orElseThrow()).value().orElseThrow();
    }

    private static IncomingResponse response(FutureIncomingResponse future) {
        return ((WitResult.Ok<IncomingResponse, ErrorCode>) result(future)).value().orElseThrow();
    }

    private static Optional<ErrorCode> error(FutureIncomingResponse future) {
        return ((WitResult.Err<IncomingResponse, ErrorCode>) result(future)).value();
    }

    /** Each byte comes back before the next one is sent. */
    @Test
    void bodiesStreamBothWays() throws Exception {
        clients.chaining = (application, component, request, response) -> {
            try (OutputStream out = response.begin(200, HttpFields.EMPTY)) {
                for (int b = request.body().read(); b >= 0; b = request.body().read()) {
                    out.write(b + 1);
                }
            }
        };
        OutgoingRequest request = request("stock.spin.internal", "/echo");
        OutgoingBody body = request.body();
        FutureIncomingResponse future = handle(handler, request);
        InputSource answer = response(future).consume().stream();
        OutputSink sink = body.write();
        byte[] one = new byte[1];
        for (byte b = 0; b < 100; b++) {
            one[0] = b;
            sink.writeAndFlush(one, 0, 1);
            assertEquals(1, answer.read(one, 0, 1));
            assertEquals(b + 1, one[0]);
        }
    }

    @Test
    void aBrokenAnswerDoesNotLookLikeAWholeOne() throws Exception {
        clients.chaining = (application, component, request, response) -> {
            response.begin(200, HttpFields.EMPTY).write(1);
            throw new IOException("the answer broke off");
        };
        InputSource answer = response(send("stock.spin.internal", "/")).consume().stream();
        byte[] some = new byte[10];
        assertThrows(RuntimeException.class, () -> {
            while (answer.readOrEnd(some, 0, 10) >= 0) {
                Thread.onSpinWait();
            }
        });
    }

    @Test
    void theEndOfTheEventEndsWhatItAskedFor() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        clients.chaining = (application, component, request, response) -> {
            OutputStream out = response.begin(200, HttpFields.EMPTY);
            writing.countDown();
            try {
                while (true) {
                    out.write(new byte[1000]);
                }
            } catch (IOException e) {
                stopped.countDown();
            }
        };
        assertEquals(200, response(send("stock.spin.internal", "/")).status());
        assertTrue(writing.await(30, TimeUnit.SECONDS));
        handler.close();
        assertTrue(stopped.await(30, TimeUnit.SECONDS));
    }

    @Test
    void aBodyNobodyReadsIsNoError() throws Exception {
        clients.chaining = (application, component, request, response) -> response.send(200, HttpFields.EMPTY, new byte[0]);
        OutgoingRequest request = request("stock.spin.internal", "/");
        OutgoingBody body = request.body();
        FutureIncomingResponse future = handle(handler, request);
        assertEquals(200, response(future).status());
        OutputSink sink = body.write();
        sink.writeAndFlush(new byte[1 << 20], 0, 1 << 20);
        sink.close();
        OutgoingBody.finish(body, Optional.empty());
    }
}
