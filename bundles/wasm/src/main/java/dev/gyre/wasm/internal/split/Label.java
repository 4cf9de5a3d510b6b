package dev.gyre.wasm.internal.split;

import java.util.List;

import dev.gyre.wasm.Op;
import dev.gyre.wasm.ValType;

/** A block, loop, if, try or a function's body: what branches name. For one thread. */
final class Label {
    static final int BODY = -1;

    final int op;
    final List<ValType> params;
    final List<ValType> results;
    /** Where it begins in its function's code, -1 for a body and for what a part does not open; and its else or first catch. */
    int open = -1;
    int middle = -1;
    int end;
    /** How many labels enclose it while it is written. */
    int depth;
    /** What {@link Liveness} found: locals needed where a branch to it goes on; where its else begins; by its handlers. */
    long[] live;
    long[] elseLive;
    long[] handlerLive;

    Label(int op, List<ValType> params, List<ValType> results) {
        this.op = op;
        this.params = params;
        this.results = results;
    }

    /** A block without parameters and results. */
    static Label block() {
        return new Label(Op.BLOCK, List.of(), List.of());
    }

    static Label block(List<ValType> results) {
        return new Label(Op.BLOCK, List.of(), results);
    }

    /** What a branch to it takes along. */
    List<ValType> arity() {
        return op == Op.LOOP ? params : results;
    }

    boolean isPlainBlock() {
        return op == Op.BLOCK && params.isEmpty() && results.isEmpty();
    }
}
