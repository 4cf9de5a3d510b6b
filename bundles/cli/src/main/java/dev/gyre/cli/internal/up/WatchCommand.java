package dev.gyre.cli.internal.up;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import dev.gyre.cli.Command;
import dev.gyre.cli.args.Option;

/** {@code gyre watch}: {@code gyre up} whose application follows its files while it serves. Thread-safe. */
@Component(property = Command.PROPERTY + "=watch")
public final class WatchCommand implements Command {
    private static final String SKIP_BUILD = "--skip-build";

    private final UpCommand up;

    @Activate
    public WatchCommand(@Reference UpCommand up) {
        this.up = up;
    }

    @Override
    public List<Option> options() {
        return Stream.concat(UpOptions.OPTIONS.stream(), Stream.of(new Option(SKIP_BUILD.substring(2), ' ', "", "", "Build nothing"))).toList();
    }

    @Override
    public int run(List<String> arguments) {
        List<String> rest = new ArrayList<>(arguments);
        boolean build = !rest.remove(SKIP_BUILD);
        rest.remove("--"); // Spin's words for "up" come after it
        return up.run(rest, Optional.of(new Watch(build)));
    }
}
