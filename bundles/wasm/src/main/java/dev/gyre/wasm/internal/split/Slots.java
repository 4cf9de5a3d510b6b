package dev.gyre.wasm.internal.split;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import dev.gyre.wasm.ValType;

/**
 * The globals through which parts hand over values. One serves many functions: it is read before any other code runs. A local
 * variable has the same one in all parts of its function, so that what an inner part wrote need not be written again. For one
 * thread.
 */
final class Slots {
    private record Key(ValType type, int rank, boolean local) {
    }

    private final List<ValType> types = new ArrayList<>();
    private final Map<Key, Integer> slots = new HashMap<>();
    private final Map<Root, Map<Integer, Integer>> locals = new IdentityHashMap<>();
    private final Map<Root, Map<ValType, Integer>> ranks = new IdentityHashMap<>();

    List<ValType> types() {
        return types;
    }

    int ofLocal(Root root, int local) {
        return locals.computeIfAbsent(root, r -> new HashMap<>()).computeIfAbsent(local, l -> {
            ValType type = root.locals.get(local);
            int rank = ranks.computeIfAbsent(root, r -> new HashMap<>()).merge(type, 1, Integer::sum);
            return slot(new Key(type, rank, true));
        });
    }

    /** Of a value that a branch or return takes along. */
    int ofValue(ValType type, int position) {
        return slot(new Key(type, position, false));
    }

    private int slot(Key key) {
        return slots.computeIfAbsent(key, k -> {
            types.add(k.type);
            return types.size() - 1;
        });
    }
}
