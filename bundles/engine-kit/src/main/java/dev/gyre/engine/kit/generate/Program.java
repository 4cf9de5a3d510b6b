package dev.gyre.engine.kit.generate;

import java.util.List;

/**
 * A module and what is to be done with it.
 *
 * @param name  how it can be made again
 * @param wasm  the module; its imports are functions
 * @param calls in this order, until one of them fails
 */
public record Program(String name, byte[] wasm, List<Call> calls) {
    public Program {
        calls = List.copyOf(calls);
    }
}
