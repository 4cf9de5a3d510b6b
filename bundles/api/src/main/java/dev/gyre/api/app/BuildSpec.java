package dev.gyre.api.app;

import java.util.List;
import java.util.Optional;

/**
 * How a component is built: {@code component.build} (Spin 0.2; {@code workdir} 0.3, {@code watch} 1.0).
 *
 * @param commands run one after the other in a shell; never empty
 * @param workdir  relative to the manifest
 * @param watch    globs of source files, relative to {@code workdir}
 */
public record BuildSpec(List<String> commands, Optional<String> workdir, List<String> watch) {
    public BuildSpec {
        commands = List.copyOf(commands);
        watch = List.copyOf(watch);
    }

    /** The commands as one line of shell. */
    public String command() {
        return String.join(" && ", commands);
    }
}
