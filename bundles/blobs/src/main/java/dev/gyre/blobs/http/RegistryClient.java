package dev.gyre.blobs.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import javax.net.ssl.SSLException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.blobs.BlobSource;

/**
 * An HTTP client for servers that are not trusted: bodies of documents are bounded, nobody is waited for without end, a redirect never
 * leads from https to http or into the machine's own networks, and never takes credentials along to another server. Thread-safe; blocks.
 */
public final class RegistryClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int REDIRECTS = 5;
    /** How often a server that is busy is asked again, and how long to wait at least. */
    private static final int RETRIES = 3;
    private static final Duration LEAST_PAUSE = Duration.ofMillis(200);
    private static final String AUTHORIZATION = "Authorization";
    private static final Logger LOG = LoggerFactory.getLogger(RegistryClient.class);

    private final HttpClient client;
    private final Access access;
    private final Duration patience;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("gyre-registry-", 0).factory());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("gyre-registry-timer").factory());

    /** @param patience how long to wait for an answer, or for more of one */
    public RegistryClient(Access access, Duration patience) {
        this.access = access;
        this.patience = patience;
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1).executor(threads);
        if (access.insecure()) {
            builder.sslContext(AnyServer.context());
        }
        this.client = builder.build();
    }

    /** A request, immutable. Headers are sent to redirected-to servers too, but {@code Authorization} only where it was meant for. */
    public record Call(String method, URI uri, Map<String, String> headers, Optional<Body> body) {
        /** @param length in bytes; the publisher may be asked for the content more than once */
        public record Body(BodyPublisher publisher, long length) {
        }

        public static Call get(URI uri) {
            return new Call("GET", uri, Map.of(), Optional.empty());
        }

        public Call with(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Call(method, uri, more, body);
        }

        public Call method(String other) {
            return new Call(other, uri, headers, body);
        }

        public Call body(BodyPublisher publisher, long length) {
            return new Call(method, uri, headers, Optional.of(new Body(publisher, length)));
        }

        public Call body(byte[] content) {
            return body(BodyPublishers.ofByteArray(content), content.length);
        }

        private Call to(URI other, boolean trusted) {
            Map<String, String> kept = new LinkedHashMap<>(headers);
            if (!trusted) {
                kept.keySet().removeIf(AUTHORIZATION::equalsIgnoreCase);
            }
            return new Call(method, other, kept, body);
        }
    }

    /**
     * Asks, following redirects of reads. A server that has too much to do (429, 503) is asked again when it says ({@code Retry-After}), unless
     * that is longer than one waits for an answer.
     *
     * @return whatever was answered, which the caller closes
     * @throws UnreachableException when nobody answers
     * @throws GyreException        when the answer leads where Gyre does not go
     */
    public Reply send(Call call) {
        for (int i = 0; ; i++) {
            Reply reply = followed(call);
            Optional<Duration> pause = i < RETRIES && isRead(call) ? pause(reply) : Optional.empty();
            if (pause.isEmpty()) {
                return reply;
            }
            reply.close();
            LOG.warn("{} answered {}; it is asked again in {} ms", Origins.shown(reply.uri()), reply.status(), pause.get().toMillis());
            try {
                Thread.sleep(pause.get());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new GyreException("asking " + Origins.shown(call.uri()) + " was interrupted", e);
            }
        }
    }

    private static boolean isRead(Call call) {
        return call.method().equals("GET") || call.method().equals("HEAD");
    }

    private Optional<Duration> pause(Reply reply) {
        return reply.status() != 429 && reply.status() != 503 ? Optional.empty()
                : reply.retryAfter().filter(p -> p.compareTo(patience) <= 0).map(p -> p.compareTo(LEAST_PAUSE) < 0 ? LEAST_PAUSE : p);
    }

    private Reply followed(Call call) {
        Call current = access.basic().isPresent() && !call.headers().containsKey(AUTHORIZATION)
                ? call.with(AUTHORIZATION, basic(access.basic().get())) : call;
        for (int i = 0; i <= REDIRECTS; i++) {
            Reply reply = once(current);
            Optional<String> location = reply.headers().firstValue("Location");
            if (!isRead(current) || location.isEmpty() || !isRedirect(reply.status())) {
                return reply;
            }
            reply.close();
            current = redirected(current, location.get());
        }
        throw new GyreException(call.uri().getHost() + " redirects more than " + REDIRECTS + " times");
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    /**
     * Whether one server may send us to another: not from https to http, and not into the machine's own networks.
     *
     * @throws GyreException when it may not. May block on a name server
     */
    public static void checkLeads(URI from, URI to) {
        Origins.checkRedirect(from, to);
    }

    private static Call redirected(Call from, String location) {
        URI to;
        try {
            to = from.uri().resolve(location);
        } catch (IllegalArgumentException e) {
            throw new GyreException(from.uri().getHost() + " redirects to something that is no URL", e);
        }
        Origins.checkRedirect(from.uri(), to);
        return from.to(to, Origins.same(from.uri(), to));
    }

    private static String basic(String userAndPassword) {
        return "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
    }

    private Reply once(Call call) {
        if (access.offline()) {
            throw new UnreachableException(Origins.shown(call.uri()) + " is not asked: --offline was said", null);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(call.uri());
        call.headers().forEach(request::header);
        request.header("User-Agent", "gyre");
        request.method(call.method(), call.body().map(Call.Body::publisher).orElse(BodyPublishers.noBody()));
        // an upload takes its time; what is waited for is the answer
        request.timeout(call.body().map(b -> patience.plusSeconds(b.length() >> 16)).orElse(patience));
        try {
            HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
            return new Reply(response.statusCode(), response.headers(), call.uri(), new PatientStream(response.body(), patience, timer));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GyreException("asking " + Origins.shown(call.uri()) + " was interrupted", e);
        } catch (SSLException e) {
            throw new GyreException("cannot trust " + Origins.shown(call.uri()) + ": " + e.getMessage()
                    + "; where that is meant to be so, --insecure does not ask", e);
        } catch (IOException e) {
            throw new UnreachableException("cannot reach " + Origins.shown(call.uri()) + ": " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case HttpConnectTimeoutException connect -> "it does not accept connections";
            case HttpTimeoutException timeout -> "it does not answer";
            case ConnectException refused when refused.getCause() instanceof UnresolvedAddressException
                    || refused.getCause() != null && refused.getCause().getCause() instanceof UnresolvedAddressException -> "there is no host of that name";
            case ConnectException refused -> "the connection is refused";
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }

    /**
     * A whole document.
     *
     * @param max how many bytes it may have
     * @throws UnreachableException when it breaks off
     * @throws GyreException        when it is larger
     */
    public static byte[] document(Reply reply, int max) {
        try (reply) {
            byte[] content = reply.body().readNBytes(max + 1);
            if (content.length > max) {
                throw new GyreException(Origins.shown(reply.uri()) + " sent more than the " + max + " bytes that are allowed for " + reply.uri().getPath());
            }
            return content;
        } catch (IOException e) {
            throw new UnreachableException(Origins.shown(reply.uri()) + " broke off: " + e.getMessage(), e);
        }
    }

    /**
     * A blob as a source that can go on in the middle.
     *
     * @param call    for the whole of it
     * @param failure makes an exception of an answer that has no blob, or throws one of its own
     */
    public BlobSource source(Call call, java.util.function.Function<Reply, RuntimeException> failure) {
        return offset -> {
            Reply reply = offset == 0 ? send(call) : resumed(call.with("Range", "bytes=" + offset + "-"));
            if (reply.status() == 200) {
                return new BlobSource.Part(reply.body(), 0);
            }
            if (reply.status() == 206 && reply.headers().firstValue("Content-Range").filter(r -> r.startsWith("bytes " + offset + "-")).isPresent()) {
                return new BlobSource.Part(reply.body(), offset);
            }
            if (offset > 0 && (reply.status() == 416 || reply.status() == 206)) {
                reply.close();
                Reply whole = send(call);
                if (whole.status() == 200) {
                    return new BlobSource.Part(whole.body(), 0);
                }
                reply = whole;
            }
            try (Reply bad = reply) {
                boolean soon = bad.retryAfter().filter(p -> p.compareTo(patience) > 0).isEmpty();
                if (soon && (bad.status() >= 500 || bad.status() == 429)) {
                    throw new IOException(Origins.shown(bad.uri()) + " answered " + bad.status());
                }
                throw failure.apply(bad);
            }
        };
    }

    /** A server that was there a moment ago may be there again in another. */
    private Reply resumed(Call call) throws IOException {
        try {
            return send(call);
        } catch (UnreachableException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        timer.shutdownNow();
        threads.shutdownNow();
    }
}
