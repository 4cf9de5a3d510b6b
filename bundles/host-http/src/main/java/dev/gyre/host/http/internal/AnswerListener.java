package dev.gyre.host.http.internal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;

/** Puts a response together on the client's threads. */
final class AnswerListener implements Response.Listener {
    /** What belongs to the connection and says nothing about the body a guest gets. */
    static final Set<String> OF_THE_CONNECTION = Set.of("connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade",
            "proxy-authenticate");
    /** A redirect's body is not looked at, unless it is the final response because it names no location. */
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final Body body;
    private final CompletableFuture<Answer> answer;
    private boolean ignoresBody;
    private long ignored;

    AnswerListener(Body body, CompletableFuture<Answer> answer) {
        this.body = body;
        this.answer = answer;
    }

    static boolean isRedirect(int status) {
        return REDIRECTS.contains(status);
    }

    @Override
    public void onHeaders(Response response) {
        if (response.getStatus() < 200) {
            response.abort(new OutboundFailure(OutboundFailure.Kind.REQUEST, "the server switches to a protocol nobody asked for"));
            return;
        }
        ignoresBody = isRedirect(response.getStatus()) && response.getHeaders().contains(HttpHeader.LOCATION);
        boolean hasBody = !response.getRequest().getMethod().equals("HEAD");
        try {
            if (hasBody && !ignoresBody) {
                body.checkLength(response.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH));
            }
        } catch (OutboundFailure | NumberFormatException e) {
            response.abort(e);
        }
    }

    @Override
    public void onContent(Response response, ByteBuffer content) {
        try {
            if (ignoresBody) {
                ignored += content.remaining();
                body.checkLength(ignored);
            } else {
                body.append(content);
            }
        } catch (OutboundFailure e) {
            response.abort(e);
        }
    }

    @Override
    public void onComplete(Result result) {
        if (result.isFailed()) {
            answer.completeExceptionally(result.getFailure());
            return;
        }
        List<Entry<String, String>> headers = new ArrayList<>();
        for (HttpField field : result.getResponse().getHeaders()) {
            String name = field.getName().toLowerCase(Locale.ROOT);
            if (!OF_THE_CONNECTION.contains(name)) {
                headers.add(Map.entry(name, field.getValue() == null ? "" : field.getValue()));
            }
        }
        answer.complete(new Answer(result.getResponse().getStatus(), List.copyOf(headers), body));
    }
}
