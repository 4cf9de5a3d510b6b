package dev.gyre.cli.internal.up;

import java.util.List;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.config.Nearest;
import dev.gyre.api.runtime.DeployOptions.Follow;
import dev.gyre.cli.args.UsageException;

/** The components {@code --follow} names. Stateless. */
final class Followed {
    private Followed() {
    }

    /** @throws UsageException for one the application does not have */
    static void check(Application app, Follow follow) {
        if (!(follow instanceof Follow.Named named)) {
            return;
        }
        List<String> ids = app.components().stream().map(Component::id).toList();
        named.components().stream().filter(id -> !ids.contains(id)).sorted().findFirst().ifPresent(id -> {
            String hint = Nearest.of(id, ids).map(n -> "; did you mean '" + n + "'?").orElse("; components are " + String.join(", ", ids));
            throw new UsageException("option '--follow' names '" + id + "', which is no component of " + app.info().name() + hint);
        });
    }
}
