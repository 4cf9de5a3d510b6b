package dev.gyre.wasm.internal.split;

import java.util.List;

import dev.gyre.wasm.ValType;

/** A function being split, or a part of one. For one thread. */
final class Func {
    final Root root;
    /** Its parameters as local variables of the original function. */
    final int[] params;
    final List<ValType> results;
    final Label body;
    /** Its instructions without the last {@code end}. */
    List<Ins> code;
    boolean regrouped;
    /** In the module written; known once all parts are. */
    int index;

    Func(Root root, int[] params, List<ValType> results, Label body, List<Ins> code) {
        this.root = root;
        this.params = params;
        this.results = results;
        this.body = body;
        this.code = code;
    }

    List<ValType> paramTypes() {
        return java.util.Arrays.stream(params).mapToObj(root.locals::get).toList();
    }

    int size() {
        long size = JvmSize.frame(this);
        for (Ins ins : code) {
            size += ins.size;
        }
        return (int) Math.min(size, Integer.MAX_VALUE);
    }

    int weight() {
        long weight = JvmSize.frame(this);
        for (Ins ins : code) {
            weight += ins.weight;
        }
        return (int) Math.min(weight, Integer.MAX_VALUE);
    }
}
