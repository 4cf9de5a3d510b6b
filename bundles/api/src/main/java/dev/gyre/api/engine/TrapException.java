package dev.gyre.api.engine;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.gyre.api.GyreException;

/** A guest was stopped. Its store is not to be used again. */
public class TrapException extends GyreException {
    private static final long serialVersionUID = 1L;

    private final TrapKind kind;
    private final transient List<GuestFrame> frames;
    private final transient AtomicBoolean reported = new AtomicBoolean();

    public TrapException(TrapKind kind, String message) {
        this(kind, message, List.of(), null);
    }

    /**
     * @param frames innermost first; empty when unknown
     * @param cause  the engine's own exception, or {@code null}
     */
    public TrapException(TrapKind kind, String message, List<GuestFrame> frames, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.frames = List.copyOf(frames);
    }

    public TrapKind kind() {
        return kind;
    }

    /** The guest's back-trace, innermost first. */
    public List<GuestFrame> frames() {
        return frames;
    }

    /** True for the first who asks: a failure is logged once, by whoever meets it first. */
    public boolean firstReport() {
        return reported.compareAndSet(false, true);
    }
}
