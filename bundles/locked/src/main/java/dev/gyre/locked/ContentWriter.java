package dev.gyre.locked;

import java.util.List;
import java.util.Optional;

import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.app.Mount;

/** Says how a locked application refers to content, and may take it away while it does. */
public interface ContentWriter {
    /** @param module of a component or a dependency, at hand */
    ContentRef module(ModuleSource module);

    /** @param mount staged files of a component */
    List<LockedFile> files(Mount mount);

    /** Where the application comes from, as a URI; nothing when that means nothing to whoever reads it. */
    default Optional<String> origin() {
        return Optional.empty();
    }
}
