package dev.gyre.engine.kit.generate;

import java.util.List;

/**
 * A call the host makes.
 *
 * @param function the export's name
 * @param args     encoded as {@link dev.gyre.api.engine.ValueType} says
 */
public record Call(String function, List<Long> args) {
    public Call {
        args = List.copyOf(args);
    }
}
