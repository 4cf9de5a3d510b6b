package dev.gyre.trigger.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import dev.gyre.api.http.HttpExchange;
import dev.gyre.api.http.HttpRequest;

/** HTTP/2 with a client that can misbehave. */
@Timeout(300)
class Http2Test {
    private final HTTP2Client client = new HTTP2Client();
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();

    @BeforeEach
    void startClient() throws Exception {
        client.start();
    }

    @AfterEach
    void stopClient() throws Exception {
        client.stop();
    }

    /** A URI that is sent without being looked at: Jetty's own refuses to be made of a bad path. */
    private static HttpURI raw(String path) {
        return (HttpURI) Proxy.newProxyInstance(HttpURI.class.getClassLoader(), new Class<?>[] {HttpURI.class}, (uri, method, arguments) -> switch (method.getName()) {
            case "getScheme" -> "http";
            case "getAuthority" -> "example.org:81";
            case "getPath", "getPathQuery", "toString", "asString" -> path;
            case "asImmutable" -> uri;
            default -> method.getReturnType() == boolean.class ? (Object) false : method.getReturnType() == int.class ? 81 : null;
        });
    }

    private Session connect(TestApp app) throws Exception {
        return client.connect(new InetSocketAddress("127.0.0.1", app.port()), new Session.Listener() {
            @Override
            public void onGoAway(Session session, GoAwayFrame frame) {
                ended.complete(frame.getError());
            }

            @Override
            public void onFailure(Session session, Throwable failure, Callback callback) {
                ended.complete(ErrorCode.ENHANCE_YOUR_CALM_ERROR.code);
                callback.succeeded();
            }

            @Override
            public void onClose(Session session, GoAwayFrame frame, Callback callback) {
                ended.complete(frame.getError());
                callback.succeeded();
            }
        }).get(60, TimeUnit.SECONDS);
    }

    private static HeadersFrame get(String path, HttpFields fields) {
        return new HeadersFrame(new MetaData.Request("GET", raw(path), HttpVersion.HTTP_2, fields), null, true);
    }

    /** Status and fields of the answer. */
    private static MetaData.Response answer(Session session, HeadersFrame request) throws Exception {
        CompletableFuture<MetaData.Response> answer = new CompletableFuture<>();
        session.newStream(request, Promise.noop(), new Stream.Listener() {
            @Override
            public void onHeaders(Stream stream, HeadersFrame frame) {
                answer.complete((MetaData.Response) frame.getMetaData());
            }

            @Override
            public void onReset(Stream stream, ResetFrame frame, Callback callback) {
                answer.completeExceptionally(new IllegalStateException("reset " + ErrorCode.from(frame.getError())));
                callback.succeeded();
            }
        });
        return answer.get(60, TimeUnit.SECONDS);
    }

    /** @return whether it was the last: who demands more gets the end again and again */
    private static boolean takeData(Stream stream) {
        Stream.Data data = stream.readData();
        if (data == null) {
            return false;
        }
        data.release();
        return data.frame().isEndStream();
    }

    @Test
    void requestsLookLikeThoseOfHttp1() throws Exception {
        AtomicReference<HttpExchange> seen = new AtomicReference<>();
        try (TestApp app = TestApp.serving(x -> {
            seen.set(x);
            x.response().send(200, dev.gyre.api.http.HttpFields.of(List.of(Map.entry("X-Upper", "\u00e4"), Map.entry("Connection", "x"), Map.entry("Set-Cookie", "a"), Map.entry("Set-Cookie", "b"))), new byte[0]);
        })) {
            HttpFields fields = HttpFields.build().add("cookie", "a=1").add("x", "1").add("cookie", "b=2").add("x", "2").add("spin-full-url", "forged");
            MetaData.Response answer = answer(connect(app), get("/p?q", fields));
            HttpRequest request = seen.get().request();
            assertEquals("HTTP/2.0", request.protocol());
            assertEquals("/p?q", request.pathAndQuery());
            assertEquals(List.of(Map.entry("host", request.authority()), Map.entry("x", "1"), Map.entry("x", "2"), Map.entry("cookie", "a=1; b=2")), request.headers().entries());
            assertEquals("example.org:81", request.authority());
            assertEquals(List.of("a", "b"), answer.getHttpFields().getValuesList("set-cookie"));
            assertEquals("\u00e4", new String(answer.getHttpFields().get("x-upper").getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
            assertEquals(null, answer.getHttpFields().get("connection"));
        }
    }

    @Test
    void whatComesBehindABodyIsSent() throws Exception {
        try (TestApp app = TestApp.serving(x -> {
            try (OutputStream out = x.response().begin(200, dev.gyre.api.http.HttpFields.EMPTY)) {
                out.write('a');
                x.response().trailers(dev.gyre.api.http.HttpFields.EMPTY.with("X-End", "1").with("Content-Length", "9"));
            }
        })) {
            CompletableFuture<HttpFields> trailers = new CompletableFuture<>();
            connect(app).newStream(get("/", HttpFields.EMPTY), Promise.noop(), new Stream.Listener() {
                @Override
                public void onHeaders(Stream stream, HeadersFrame frame) {
                    if (!frame.getMetaData().isResponse()) {
                        trailers.complete(frame.getMetaData().getHttpFields());
                    }
                    stream.demand();
                }

                @Override
                public void onDataAvailable(Stream stream) {
                    if (!takeData(stream)) {
                        stream.demand();
                    }
                }
            });
            HttpFields behind = trailers.get(60, TimeUnit.SECONDS);
            assertEquals("1", behind.get("x-end"));
            assertEquals(1, behind.size());
        }
    }

    @Test
    void badPathsAndTooManyFieldsAreRefused() throws Exception {
        try (TestApp app = new TestApp.Builder().settings("max-headers", 20L).component("guest", "/...", x -> x.response().send(200, dev.gyre.api.http.HttpFields.EMPTY, new byte[0])).start()) {
            Session session = connect(app);
            for (String path : List.of("/a/%2e%2e/x", "/a%00", "/%c0%ae")) {
                assertEquals(400, answer(session, get(path, HttpFields.EMPTY)).getStatus(), path);
            }
            HttpFields.Mutable many = HttpFields.build();
            Collections.nCopies(21, "x").forEach(n -> many.add(n, "1"));
            assertEquals(431, answer(session, get("/", many)).getStatus());
            assertEquals(200, answer(session, get("/", HttpFields.EMPTY)).getStatus());
        }
    }

    @Test
    void aResetStreamInterruptsWhatRunsForIt() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        try (TestApp app = TestApp.serving(x -> {
            inside.countDown();
            try {
                Thread.sleep(300_000);
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        })) {
            CompletableFuture<Stream> opened = new CompletableFuture<>();
            connect(app).newStream(get("/", HttpFields.EMPTY), Promise.from(opened::complete, opened::completeExceptionally), new Stream.Listener() { });
            assertTrue(inside.await(60, TimeUnit.SECONDS));
            opened.get().reset(new ResetFrame(opened.get().getId(), ErrorCode.CANCEL_STREAM_ERROR.code), Callback.NOOP);
            assertTrue(interrupted.await(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void rapidResetsEndTheConnectionAndHoldNoThreads() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (TestApp app = new TestApp.Builder().settings("drain", "100ms").component("guest", "/...", x -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            try {
                Thread.sleep(300_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                running.decrementAndGet();
            }
        }).start()) {
            Session session = connect(app);
            for (int i = 0; i < 20_000 && !ended.isDone(); i++) {
                session.newStream(get("/", HttpFields.EMPTY), Promise.from(
                        s -> s.reset(new ResetFrame(s.getId(), ErrorCode.CANCEL_STREAM_ERROR.code), Callback.NOOP), e -> { }), new Stream.Listener() { });
            }
            // The farewell (ENHANCE_YOUR_CALM) is sometimes lost with the connection.
            ended.get(60, TimeUnit.SECONDS);
            // One that met the end of the connection may have missed it; it ends at its deadline.
            assertTrue(Await.that(() -> running.get() <= 1), running.toString());
            assertTrue(most.get() <= 128, most.toString());
        }
    }

    @Test
    void anAnswerThatFailsInTheMiddleIsAReset() throws Exception {
        try (TestApp app = TestApp.serving(x -> {
            OutputStream out = x.response().begin(200, dev.gyre.api.http.HttpFields.EMPTY);
            out.write("half".getBytes());
            out.flush();
            throw new IllegalStateException("then it failed");
        })) {
            CompletableFuture<Integer> reset = new CompletableFuture<>();
            List<String> ends = new ArrayList<>();
            connect(app).newStream(get("/", HttpFields.EMPTY), Promise.noop(), new Stream.Listener() {
                @Override
                public void onHeaders(Stream stream, HeadersFrame frame) {
                    stream.demand();
                }

                @Override
                public void onDataAvailable(Stream stream) {
                    if (takeData(stream)) {
                        ends.add("end");
                    } else {
                        stream.demand();
                    }
                }

                @Override
                public void onReset(Stream stream, ResetFrame frame, Callback callback) {
                    reset.complete(frame.getError());
                    callback.succeeded();
                }
            });
            assertEquals(ErrorCode.CANCEL_STREAM_ERROR.code, reset.get(60, TimeUnit.SECONDS));
            assertEquals(List.of(), ends);
        }
    }

    @Test
    void aHeaderBlockThatNeverEndsEndsTheConnection() throws Exception {
        AtomicInteger reached = new AtomicInteger();
        try (TestApp app = TestApp.serving(x -> reached.incrementAndGet()); RawClient raw = new RawClient(app)) {
            raw.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0, ""));
            // :method GET, :scheme http, :path /, :authority a, and a field "x" whose value is said to have 100 MB.
            raw.send(frame(1, 1, 1, "\u0082\u0086\u0084\u0041\u0001a\u0000\u0001x\u007f\u0081\u00c1\u00d7\u002f"));
            int sent = 0;
            try {
                for (; sent < 6000; sent++) {
                    raw.send(frame(9, 0, 1, "y".repeat(16_384)));
                }
            } catch (java.io.IOException e) {
                // The server has hung up, as it should.
            }
            assertTrue(sent < 1000, "after " + sent + " frames of 16 KiB the server still listens");
            assertEquals(0, reached.get());
        }
    }

    /** A frame of RFC 9113, section 4.1, one character for each byte. */
    private static String frame(int type, int flags, int stream, String payload) {
        int n = payload.length();
        return "" + (char) (n >> 16 & 0xff) + (char) (n >> 8 & 0xff) + (char) (n & 0xff) + (char) type + (char) flags
                + "\u0000\u0000\u0000" + (char) stream + payload;
    }
}
