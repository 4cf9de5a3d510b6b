package dev.gyre.engine.graalwasm.internal.run;

import java.util.ArrayList;
import java.util.List;

import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;

import dev.gyre.api.engine.GuestExit;
import dev.gyre.api.engine.GuestFrame;
import dev.gyre.api.engine.ModuleException;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;

/** What comes out of guest code, as the SPI's exceptions. */
final class Traps {
    /** Enough to see where a runaway recursion came from. */
    private static final int MAX_FRAMES = 64;

    private Traps() {
    }

    /**
     * What the caller of a guest function is to get: the trap, or the host function's own exception as it was.
     *
     * @throws Error when a host function threw one that does not concern the guest
     */
    static RuntimeException map(GuestStore store, Throwable thrown) {
        PolyglotException polyglot = thrown instanceof PolyglotException e ? e : null;
        Throwable origin = polyglot != null && polyglot.isHostException() ? polyglot.asHostException() : thrown;
        TrapKind stopped = store.stopped();
        if (stopped != null && !(origin instanceof GuestExit)) {
            // A guest function that a host function called ended in the same way: its back-trace reaches deeper.
            if (origin instanceof TrapException inner && inner.kind() == stopped && !inner.frames().isEmpty()) {
                return inner;
            }
            return trap(store, stopped, "stopped: " + stopped, thrown);
        }
        if (store.isClosed()) {
            return new TrapException(TrapKind.ENGINE_FAILURE, "store is closed");
        }
        return switch (origin) {
            case StackOverflowError e -> trap(store, TrapKind.STACK_OVERFLOW, "call stack exhausted", thrown);
            case OutOfMemoryError e -> trap(store, TrapKind.RESOURCE_LIMIT, "the process has no memory left for the guest", thrown);
            case PolyglotException e -> guests(store, e);
            case RuntimeException e when polyglot != null || e instanceof TrapException || e instanceof ModuleException -> e;
            case RuntimeException e -> trap(store, TrapKind.ENGINE_FAILURE, "graalwasm failed: " + e, e);
            case Error e -> throw e;
            default -> trap(store, TrapKind.ENGINE_FAILURE, "graalwasm failed: " + origin, thrown);
        };
    }

    private static TrapException guests(GuestStore store, PolyglotException e) {
        if (e.isResourceExhausted()) {
            boolean stack = e.getMessage() != null && e.getMessage().contains("overflow");
            return trap(store, stack ? TrapKind.STACK_OVERFLOW : TrapKind.RESOURCE_LIMIT,
                    stack ? "call stack exhausted" : "the process has no memory left for the guest", e);
        }
        if (e.isCancelled() || e.isInterrupted()) {
            return trap(store, TrapKind.CANCELLED, "the guest was interrupted", e);
        }
        if (e.isInternalError()) {
            return trap(store, TrapKind.ENGINE_FAILURE, "graalwasm failed: " + e.getMessage(), e);
        }
        TrapKind kind = kind(failure(e));
        if (kind == TrapKind.UNREACHABLE && store.isStackUsedUp() || kind == TrapKind.STACK_OVERFLOW) {
            return trap(store, TrapKind.STACK_OVERFLOW, "call stack exhausted", e);
        }
        return trap(store, kind, store.readable(String.valueOf(e.getMessage())), e);
    }

    /** The name GraalWasm gives a failure, or the message when it has none. */
    static String failure(PolyglotException e) {
        Value object = e.getGuestObject();
        return object != null && object.hasMember("failure") ? object.getMember("failure").asString() : String.valueOf(e.getMessage());
    }

    /** By the names of org.graalvm.wasm.exception.Failure of 25.0. */
    private static TrapKind kind(String failure) {
        return switch (failure) {
            case "unreachable" -> TrapKind.UNREACHABLE;
            case "out of bounds memory access", "unaligned atomic", "expected shared memory" -> TrapKind.OUT_OF_BOUNDS_MEMORY;
            case "undefined element", "out of bounds table access" -> TrapKind.OUT_OF_BOUNDS_TABLE;
            case "indirect call type mismatch" -> TrapKind.INDIRECT_CALL_MISMATCH;
            case "uninitialized element", "defined element is ref.null" -> TrapKind.UNINITIALIZED_ELEMENT;
            case "integer overflow" -> TrapKind.INTEGER_OVERFLOW;
            case "integer divide by zero" -> TrapKind.INTEGER_DIVIDE_BY_ZERO;
            case "invalid conversion to integer" -> TrapKind.INVALID_CONVERSION;
            case "call stack exhausted" -> TrapKind.STACK_OVERFLOW;
            case "could not allocate memory", "table instance size exceeds limit", "memory instance size exceeds limit" -> TrapKind.RESOURCE_LIMIT;
            default -> TrapKind.ENGINE_FAILURE;
        };
    }

    private static TrapException trap(GuestStore store, TrapKind kind, String message, Throwable thrown) {
        return new TrapException(kind, message, frames(store, thrown), thrown);
    }

    private static List<GuestFrame> frames(GuestStore store, Throwable thrown) {
        try {
            return thrown instanceof PolyglotException e ? guestFrames(store, e) : List.of();
        } catch (RuntimeException closed) {
            // whoever stops the guest closed its context meanwhile
            return List.of();
        }
    }

    private static List<GuestFrame> guestFrames(GuestStore store, PolyglotException e) {
        List<GuestFrame> frames = new ArrayList<>();
        for (PolyglotException.StackFrame frame : e.getPolyglotStackTrace()) {
            if (frame.isGuestFrame()) {
                store.frame(frame.getRootName()).ifPresent(frames::add);
            }
            if (frames.size() == MAX_FRAMES) {
                break;
            }
        }
        return frames;
    }
}
