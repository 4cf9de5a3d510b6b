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
    private static final String CLEAR = "--clear";
    private static final String DEBOUNCE = "--debounce";

    private final UpCommand up;

    @Activate
    public WatchCommand(@Reference UpCommand up) {
        this.up = up;
    }

    @Override
    public List<Option> options() {
        return Stream.concat(UpOptions.OPTIONS.stream(), Stream.of(new Option(SKIP_BUILD.substring(2), ' ', "", "", "Build nothing"),
                new Option(CLEAR.substring(2), ' ', "", "", "Spin's; there is nothing to clear here, as nothing is started again"),
                new Option(DEBOUNCE.substring(2), 'd', "MS", "", "Spin's; files are taken when they no longer change"))).toList();
    }

    @Override
    public int run(List<String> arguments) {
        List<String> rest = new ArrayList<>(arguments);
        boolean build = !rest.remove(SKIP_BUILD);
        rest.remove(CLEAR);
        int debounce = Math.max(rest.indexOf("-d"), rest.indexOf(DEBOUNCE));
        if (debounce >= 0) {
            rest.subList(debounce, Math.min(debounce + 2, rest.size())).clear();
        }
        rest.remove("--"); // Spin's words for "up" come after it
        return up.run(rest, Optional.of(new Watch(build)));
    }
}
