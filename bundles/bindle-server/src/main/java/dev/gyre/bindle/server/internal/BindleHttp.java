package dev.gyre.bindle.server.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings requests to the API, in the server's root and below {@code /v1}, where the reference server has it. Thread-safe. */
final class BindleHttp extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(BindleHttp.class);

    private final Supplier<BindleRules> rules;

    /** @param rules asked once for each request */
    BindleHttp(Supplier<BindleRules> rules) {
        this.rules = rules;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        try {
            send(request, response, answer(request));
            callback.succeeded();
        } catch (IOException e) {
            callback.failed(e);
        }
        return true;
    }

    private Answer answer(Request request) {
        try (InputStream body = Content.Source.asInputStream(request)) {
            String path = Request.getPathInContext(request);
            path = path.startsWith("/v1/") ? path.substring(3) : path;
            if (path.equals("/healthz")) {
                return Answer.toml(200, Map.of("status", "OK"));
            }
            BindleRules now = rules.get();
            authorize(request, now);
            Fields query = Request.extractQueryParameters(request);
            return now.api().answer(new BindleApi.Call(request.getMethod(), path, Optional.ofNullable(request.getHeaders().get(HttpHeader.CONTENT_TYPE)).orElse(""),
                    name -> Optional.ofNullable(query.getValue(name)).orElse(""), body));
        } catch (Refusal e) {
            return Answer.toml(e.status(), Map.of("error", e.getMessage()));
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} {} failed", request.getMethod(), request.getHttpURI().getPath(), e);
            return Answer.toml(500, Map.of("error", "resource could not be loaded"));
        }
    }

    private static void authorize(Request request, BindleRules now) {
        boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        if (now.credentials().isEmpty() || reads && now.anonymousGet() && !request.getHeaders().contains(HttpHeader.AUTHORIZATION)) {
            return;
        }
        byte[] sent = Optional.ofNullable(request.getHeaders().get(HttpHeader.AUTHORIZATION)).orElse("").getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(sent, now.credentials().get())) {
            throw new Refusal(401, "unauthorized");
        }
    }

    private static void send(Request request, Response response, Answer answer) throws IOException {
        response.setStatus(answer.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, safe(answer.type()));
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        byte[] text = answer.text().getBytes(StandardCharsets.UTF_8);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.file().isPresent() ? Files.size(answer.file().get()) : text.length);
        if (answer.status() == 401) {
            response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Basic realm=\"bindle\"");
        }
        if (request.getMethod().equals("HEAD")) {
            return;
        }
        try (OutputStream out = Content.Sink.asOutputStream(response)) {
            if (answer.file().isPresent()) {
                Files.copy(answer.file().get(), out);
            } else {
                out.write(text);
            }
        }
    }

    /** A media type is what somebody wrote into an invoice. */
    private static String safe(String type) {
        return type.matches("[\\x20-\\x7e]{1,200}") ? type : "application/octet-stream";
    }
}
