package dev.gyre.api.app;

import java.util.List;
import java.util.Optional;

/** How a component is built: {@code component.build} (Spin 0.2; {@code workdir} 0.3, {@code watch} 1.0). */
public record BuildSpec(String command, Optional<String> workdir, List<String> watch) {
    public BuildSpec {
        watch = List.copyOf(watch);
    }
}
