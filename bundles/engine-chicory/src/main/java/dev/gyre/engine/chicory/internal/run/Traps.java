package dev.gyre.engine.chicory.internal.run;

import java.util.ArrayList;
import java.util.List;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.WasmException;
import com.dylibso.chicory.wasm.ChicoryException;

import dev.gyre.api.engine.GuestExit;
import dev.gyre.api.engine.GuestFrame;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.engine.chicory.internal.code.GuestTrap;

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
        TrapKind stopped = store.stopped();
        Throwable root = store.hostFailure(thrown);
        if (!(root instanceof GuestExit)) {
            store.poison();
        }
        if (stopped != null && !(root instanceof GuestExit)) {
            // A guest function that a host function called ended in the same way: its back-trace reaches deeper.
            if (root instanceof TrapException inner && inner.kind() == stopped && !inner.frames().isEmpty()) {
                return inner;
            }
            return trap(store, stopped, "stopped: " + stopped, thrown);
        }
        if (isCausedBy(thrown, StackOverflowError.class)) {
            return trap(store, TrapKind.STACK_OVERFLOW, "call stack exhausted", thrown);
        }
        if (isCausedBy(thrown, OutOfMemoryError.class)) {
            return trap(store, TrapKind.RESOURCE_LIMIT, "the process has no memory left for the guest", thrown);
        }
        if (root instanceof RuntimeException e) {
            return e;
        }
        if (root instanceof Error e) {
            throw e;
        }
        return switch (thrown) {
            case TrapException e -> e;
            case GuestTrap e -> trap(store, e.kind(), e.getMessage(), e);
            case WasmException e -> trap(store, TrapKind.UNCAUGHT_EXCEPTION, "uncaught exception of tag " + e.tagIdx(), e);
            // Somebody else interrupted the thread; its flag stays set.
            case ChicoryInterruptedException e -> trap(store, TrapKind.CANCELLED, "the thread was interrupted", e);
            case ChicoryException e -> trap(store, kind(e.getMessage()), e.getMessage(), e);
            // Code reads and writes its memory's array without asking first.
            case IndexOutOfBoundsException e -> trap(store, TrapKind.OUT_OF_BOUNDS_MEMORY, "out of bounds memory access", e);
            default -> trap(store, TrapKind.ENGINE_FAILURE, "chicory failed: " + thrown, thrown);
        };
    }

    private static boolean isCausedBy(Throwable thrown, Class<? extends Throwable> type) {
        return type.isInstance(thrown) || thrown instanceof ChicoryException && type.isInstance(thrown.getCause());
    }

    /** Chicory tells its traps apart by message alone (OpcodeImpl, Shaded, TableInstance of 1.7.5). */
    private static TrapKind kind(String message) {
        return switch (message == null ? "" : message) {
            case "Trapped on unreachable instruction" -> TrapKind.UNREACHABLE;
            case "out of bounds memory access", "unaligned atomic" -> TrapKind.OUT_OF_BOUNDS_MEMORY;
            case "out of bounds table access", "undefined element" -> TrapKind.OUT_OF_BOUNDS_TABLE;
            case "indirect call type mismatch" -> TrapKind.INDIRECT_CALL_MISMATCH;
            case "integer overflow" -> TrapKind.INTEGER_OVERFLOW;
            case "integer divide by zero" -> TrapKind.INTEGER_DIVIDE_BY_ZERO;
            case "invalid conversion to integer" -> TrapKind.INVALID_CONVERSION;
            case "null reference", "null function reference", "Trapped on call_ref on null function reference",
                    "Trapped on ref_as_non_null on null reference" -> TrapKind.UNINITIALIZED_ELEMENT;
            case String s when s.startsWith("uninitialized element") -> TrapKind.UNINITIALIZED_ELEMENT;
            default -> TrapKind.ENGINE_FAILURE;
        };
    }

    private static TrapException trap(GuestStore store, TrapKind kind, String message, Throwable thrown) {
        return new TrapException(kind, message, frames(store, thrown), thrown);
    }

    private static List<GuestFrame> frames(GuestStore store, Throwable thrown) {
        Throwable origin = thrown.getStackTrace().length == 0 && thrown.getCause() != null || thrown.getCause() instanceof StackOverflowError
                ? thrown.getCause() : thrown;
        List<GuestFrame> frames = new ArrayList<>();
        for (StackTraceElement element : origin.getStackTrace()) {
            store.frame(element).ifPresent(frames::add);
            if (frames.size() == MAX_FRAMES) {
                break;
            }
        }
        return frames;
    }
}
