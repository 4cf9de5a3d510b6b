package dev.gyre.trigger.http.internal.serve;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.LogRate;
import dev.gyre.api.Printable;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.http.HttpFailure;
import dev.gyre.api.http.HttpFields;
import dev.gyre.api.runtime.UnavailableException;

/** Ends requests that failed: the client gets a status, the operator one log line. Thread-safe; may block on the client. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger("dev.gyre.trigger.http");
    /** Seconds after which a client may find an executor, an engine or a free place. */
    private static final long RETRY_AFTER = 1;

    private final String application;
    private final AccessLog accessLog;
    private final LogRate rate = LogRate.ofFailures();

    Failures(String application, AccessLog accessLog) {
        this.application = application;
        this.accessLog = accessLog;
    }

    void answer(Event event, Throwable cause, Callback callback) {
        // A guest that cannot write its answer may fail for that reason in any way it likes.
        Failure failure = event.answer().clientGone() ? new Failure.Abort() : Failure.of(cause);
        log(event, cause, failure);
        Response response = event.response();
        if (response.isCommitted()) {
            // Half an answer must not look like a whole one.
            event.cut();
            accessLog.write(event);
            callback.failed(cause);
            return;
        }
        switch (failure) {
            case Failure.Abort abort -> {
                event.cut();
                accessLog.write(event);
                callback.failed(new Request.Handler.AbortException(cause));
            }
            case Failure.Answer answer -> {
                response.reset();
                response.setStatus(answer.status());
                if (cause instanceof UnavailableException) {
                    response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER);
                }
                byte[] text = answer.text().getBytes(StandardCharsets.UTF_8);
                if (text.length > 0) {
                    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
                }
                accessLog.write(event);
                send(event, ByteBuffer.wrap(text), callback);
            }
        }
    }

    /**
     * The same for a request of another component, which has no connection to be cut.
     *
     * @throws IOException when half an answer has been given, which must not look like a whole one
     */
    void answerChained(String component, String what, ChainedResponse answer, Throwable cause) throws IOException {
        int status = Failure.of(cause) instanceof Failure.Answer(int code, String _) ? code : 500;
        log("component \"" + component + "\"", what, answer.begun() ? "cut" : String.valueOf(status), cause);
        if (answer.begun()) {
            throw new IOException("the answer of component \"" + component + "\" broke off", cause);
        }
        answer.send(status, HttpFields.EMPTY, new byte[0]);
    }

    private static void send(Event event, ByteBuffer text, Callback callback) {
        try {
            Content.Sink.write(event.response(), true, text);
        } catch (IOException e) {
            callback.failed(e);
            return;
        }
        Leftovers.discard(event.request());
        callback.succeeded();
    }

    private void log(Event event, Throwable cause, Failure failure) {
        String who = event.component().map(c -> "component \"" + c + "\"").orElse("no component");
        String ending = switch (failure) {
            case Failure.Abort abort -> "cut";
            case Failure.Answer answer -> event.response().isCommitted() ? "cut" : String.valueOf(answer.status());
        };
        if (event.answer().clientGone()) {
            gone(who, event.describe(), cause);
        } else {
            log(who, event.describe(), ending, cause);
        }
    }

    private void log(String who, String what, String ending, Throwable cause) {
        switch (cause) {
            case TrapException trap when !trap.firstReport() -> { }
            case ClientGone left -> gone(who, what, left);
            case HttpFailure refused when refused.status() < 500 ->
                LOG.debug("app \"{}\", {}: {}: {}: {}", application, who, what, ending, Printable.line(String.valueOf(cause.getMessage())));
            default -> rate.tell(kept -> tell(who, what, ending, cause, LogRate.note(kept)));
        }
    }

    private void tell(String who, String what, String ending, Throwable cause, String note) {
        if (cause instanceof GyreException || cause instanceof BrokenAnswer) {
            LOG.error("app \"{}\", {}: {}: {}: {}{}", application, who, what, ending, Printable.line(String.valueOf(cause.getMessage())), note);
        } else {
            LOG.error("app \"{}\", {}: {}: {}{}", application, who, what, ending, note, cause);
        }
    }

    private void gone(String who, String what, Throwable cause) {
        LOG.debug("app \"{}\", {}: {}: client is gone: {}", application, who, what, Printable.line(String.valueOf(cause.getMessage())));
    }
}
