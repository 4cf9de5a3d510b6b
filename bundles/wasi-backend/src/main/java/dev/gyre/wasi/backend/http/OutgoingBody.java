package dev.gyre.wasi.backend.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

import dev.gyre.api.host.WitFailure;
import dev.gyre.api.host.WitParent;
import dev.gyre.api.http.HttpFields;
import dev.gyre.wasi.backend.stream.OutputSink;
import dev.gyre.wasi.backend.stream.Parts;
import dev.gyre.wasi.backend.stream.PumpedSink;

/**
 * The resource {@code outgoing-body}. What a guest writes before its message is sent is kept, as much as a buffer holds. For the
 * event's thread.
 */
public final class OutgoingBody implements WitParent, AutoCloseable {
    private enum State { OPEN, FINISHED, DROPPED }

    private final OptionalLong length;
    private final LateOutput late = new LateOutput();
    private final Counter counter = new Counter(late);
    private final Parts parts = new Parts();
    private final PumpedSink sink = new PumpedSink(counter, this::dropped);
    private Optional<Fields> trailers = Optional.empty();
    private Optional<Parts.Part> stream = Optional.empty();
    private boolean attached;
    private Runnable onDrop = () -> { };
    private Consumer<HttpFields> onTrailers = _ -> { };
    private State state = State.OPEN;

    /** @param length what the head promises */
    OutgoingBody(OptionalLong length) {
        this.length = length;
    }

    /** Counts what the guest writes; a body that is longer than promised fails at once. */
    private final class Counter extends FilterOutputStream {
        /** With what was refused. */
        private volatile long count;

        Counter(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] source, int offset, int size) throws IOException {
            count += size;
            if (tooLong()) {
                throw new IOException(broken());
            }
            out.write(source, offset, size);
        }
    }

    public OutputSink write() throws WitFailure {
        if (stream.isPresent()) {
            throw new WitFailure();
        }
        stream = Optional.of(parts.add());
        return sink;
    }

    /** Also when the host closes it. */
    private void dropped() {
        stream.ifPresent(Parts.Part::drop);
    }

    @Override
    public boolean hasParts() {
        return parts.hasParts();
    }

    /** The body is complete. */
    public static void finish(OutgoingBody body, Optional<Fields> trailers) throws HttpError {
        body.parts.requireNone("an outgoing-body");
        body.state = State.FINISHED;
        body.trailers = trailers;
        if (body.attached) {
            try {
                body.end();
            } catch (IOException e) {
                throw new HttpError(body.promiseBroken() ? new ErrorCode.HttpRequestBodySize(Optional.of(body.counter.count))
                        : new ErrorCode.ConnectionTerminated());
            }
        }
    }

    /** What the head promises. */
    public OptionalLong length() {
        return length;
    }

    private boolean tooLong() {
        return length.isPresent() && counter.count > length.getAsLong();
    }

    private String broken() {
        return tooLong() ? "the guest wrote more than its content-length, " + length.getAsLong() + " bytes"
                : "the body has " + counter.count + " bytes, but its content-length is " + length.getAsLong();
    }

    private boolean promiseBroken() {
        return length.isPresent() && counter.count != length.getAsLong();
    }

    /** Dropped before it was finished, it never will be. */
    @Override
    public void close() {
        if (state == State.OPEN) {
            state = State.DROPPED;
            sink.close();
            onDrop.run();
            discard();
        }
    }

    /** Its message will not be sent: nobody waits for that any more. Without effect on one that was. */
    void discard() {
        if (!attached) {
            abandon();
        }
    }

    /**
     * The message goes out, and its body there.
     *
     * @param trailers takes what goes behind the body, before the destination is closed
     * @param dropped  told when the guest gives the body up
     */
    public void attach(OutputStream destination, Consumer<HttpFields> trailers, Runnable dropped) throws IOException {
        onTrailers = trailers;
        onDrop = dropped;
        attached = true;
        if (state == State.DROPPED) {
            dropped.run();
        }
        late.attach(destination);
        if (state == State.FINISHED) {
            end();
        }
    }

    private void end() throws IOException {
        sink.finish();
        if (promiseBroken()) {
            throw new IOException(broken());
        }
        trailers.map(Fields::toHttp).ifPresent(onTrailers);
        late.close();
    }

    /** Whether the guest has finished it. */
    public boolean complete() {
        return state == State.FINISHED;
    }

    /** The event is over, or the message failed: who waits to write waits no longer. */
    public void abandon() {
        late.abandon();
        sink.close();
    }
}
