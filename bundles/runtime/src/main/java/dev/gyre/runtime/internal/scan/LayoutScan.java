package dev.gyre.runtime.internal.scan;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.wasm.ModuleBinary;
import dev.gyre.wasm.Op;

/**
 * Tells in which layout a module of 2022 answers, from the stores its handler makes into the area it returns: in slots the
 * response is seven i32 eight bytes apart (until Spin 0.3), packed it is a u16, a u8 at 4 and a u8 at 16 (Spin 0.4 and later).
 * Functions the handler calls are looked at nearest first. Stateless.
 */
public final class LayoutScan {
    private static final Map<String, Shape> HANDLERS = new TreeMap<>(Map.of(
            "handle-http-request", Shape.HTTP_RESPONSE,
            "handler", Shape.HTTP_RESPONSE,
            "handle-redis-message", Shape.REDIS_RESULT));
    private static final int MOST_FUNCTIONS = 300;
    private static final int DEEPEST = 6;

    private enum Shape { HTTP_RESPONSE, REDIS_RESULT }

    private record Step(int function, int depth) {
    }

    private LayoutScan() {
    }

    /** Nothing when the module has no such handler, or its code does not show the layout. */
    public static Optional<CoreLayout> of(ModuleBinary module) {
        return HANDLERS.entrySet().stream()
                .flatMap(handler -> module.exportedFunction(handler.getKey()).stream().mapToObj(f -> layout(module, f, handler.getValue())))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<CoreLayout> layout(ModuleBinary module, int handler, Shape shape) {
        Deque<Step> queue = new ArrayDeque<>(List.of(new Step(handler, 0)));
        Set<Integer> seen = new HashSet<>(Set.of(handler));
        while (!queue.isEmpty()) {
            Step step = queue.remove();
            Optional<BodyScan> body = BodyScan.of(module, step.function);
            Optional<CoreLayout> found = body.flatMap(b -> layout(b, shape));
            if (found.isPresent()) {
                return found;
            }
            if (body.isPresent() && step.depth < DEEPEST) {
                for (int callee : body.get().calls()) {
                    if (seen.size() < MOST_FUNCTIONS && seen.add(callee)) {
                        queue.add(new Step(callee, step.depth + 1));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<CoreLayout> layout(BodyScan body, Shape shape) {
        Set<BodyScan.Store> stores = new HashSet<>(body.stores());
        Optional<CoreLayout> inReturned = body.returned().stream()
                .flatMap(v -> layoutAt(stores, SymbolicStack.origin(v), SymbolicStack.constant(v), shape, true).stream()).findFirst();
        if (inReturned.isPresent() || shape == Shape.REDIS_RESULT) {
            return inReturned;
        }
        return body.stores().stream().flatMap(s -> layoutAt(stores, s.origin(), s.address(), shape, false).stream()).findFirst();
    }

    /**
     * Whether the stores at an address make an answer.
     *
     * @param returned whether the address is known to be what the function returns; then fewer stores are proof enough
     */
    private static Optional<CoreLayout> layoutAt(Set<BodyScan.Store> stores, int origin, int address, Shape shape, boolean returned) {
        if (shape == Shape.REDIS_RESULT) {
            return stores.contains(new BodyScan.Store(Op.I32_STORE8, origin, address)) ? Optional.of(CoreLayout.PACKED)
                    : stores.contains(new BodyScan.Store(Op.I32_STORE, origin, address)) ? Optional.of(CoreLayout.SLOTS)
                    : Optional.empty();
        }
        if (stores.contains(new BodyScan.Store(Op.I32_STORE16, origin, address))
                && stores.contains(new BodyScan.Store(Op.I32_STORE8, origin, address + 4))
                && stores.contains(new BodyScan.Store(Op.I32_STORE8, origin, address + 16))) {
            return Optional.of(CoreLayout.PACKED);
        }
        for (int slot = 0; slot < 7; slot++) {
            boolean needed = !returned || slot == 0 || slot == 1 || slot == 4;
            if (needed && !stores.contains(new BodyScan.Store(Op.I32_STORE, origin, address + 8 * slot))
                    || stores.contains(new BodyScan.Store(Op.I32_STORE, origin, address + 8 * slot + 4))) {
                return Optional.empty();
            }
        }
        return Optional.of(CoreLayout.SLOTS);
    }
}
