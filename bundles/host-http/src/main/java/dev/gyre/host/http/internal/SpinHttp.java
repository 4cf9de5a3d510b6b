package dev.gyre.host.http.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.host.HostContext;
import dev.gyre.api.host.WitError;

/** {@code fermyon:spin/http} for one event: whole requests and whole responses. For the event's thread. */
public final class SpinHttp {
    private final OutboundHttp http;
    private final HostContext event;

    SpinHttp(OutboundHttp http, HostContext event) {
        this.http = http;
        this.event = event;
    }

    /** {@code method}. */
    public enum Method {
        GET, POST, PUT, DELETE, PATCH, HEAD, OPTIONS
    }

    /** A header, or a parameter, which says nothing as in Spin. */
    public record Pair(String name, String value) {
    }

    /** {@code request}. */
    public record Request(Method method, String uri, List<Pair> headers, List<Pair> params, Optional<byte[]> body) {
    }

    /** {@code response}. */
    public record Response(int status, Optional<List<Pair>> headers, Optional<byte[]> body) {
    }

    /** {@code http-error}. */
    public enum Problem {
        SUCCESS, DESTINATION_NOT_ALLOWED, INVALID_URL, REQUEST_ERROR, RUNTIME_ERROR, TOO_MANY_REQUESTS
    }

    /** The error of {@code send-request}. */
    public static final class Failure extends WitError {
        private static final long serialVersionUID = 1L;

        private final Problem problem;

        Failure(Problem problem) {
            super(problem.name());
            this.problem = problem;
        }

        @Override
        public Problem error() {
            return problem;
        }
    }

    /** {@code send-request}. */
    public Response sendRequest(Request req) throws Failure {
        byte[] content = req.body().orElse(new byte[0]);
        try (Answer answer = http.send(event, () -> {
            http.checkBody(content.length);
            return new OutboundHttp.GuestRequest(req.method().name(), req.uri(), req.headers().stream().map(p -> Map.entry(p.name(), p.value())).toList(), content);
        })) {
            byte[] body = new byte[answer.body().length()];
            answer.body().copy(0, body.length, (position, block, offset, count) -> System.arraycopy(block, offset, body, position, count));
            return new Response(answer.status(), Optional.of(answer.headers().stream().map(h -> new Pair(h.getKey(), h.getValue())).toList()), Optional.of(body));
        } catch (OutboundFailure e) {
            throw new Failure(switch (e.kind()) {
                case DESTINATION_NOT_ALLOWED -> Problem.DESTINATION_NOT_ALLOWED;
                case INVALID_URL -> Problem.INVALID_URL;
                case REQUEST -> Problem.REQUEST_ERROR;
                case INVALID_METHOD, INVALID_HEADERS, LOOP, RUNTIME -> Problem.RUNTIME_ERROR;
            });
        }
    }
}
