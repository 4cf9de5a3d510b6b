package dev.gyre.engine.kit.differ;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a program did: host calls with their arguments, results, the trap that ended it, memory and globals afterwards.
 *
 * @param lines      in the order things happened
 * @param conclusive false when it says nothing: time or stack ran out, which happens elsewhere in every engine
 */
public record Outcome(List<String> lines, boolean conclusive) {
    public Outcome {
        lines = List.copyOf(lines);
    }

    public Outcome map(UnaryOperator<String> line) {
        return new Outcome(lines.stream().map(line).toList(), conclusive);
    }
}
