package dev.gyre.locked;

import java.util.List;

import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.app.Mount;

/** Brings the content a locked application refers to. */
public interface ContentReader {
    /**
     * @param module of a component or a dependency
     * @throws dev.gyre.api.GyreException when it cannot be had
     */
    ModuleSource module(ContentRef module);

    /**
     * @param files of one component; their paths are as untrusted as the application
     * @throws dev.gyre.api.GyreException when they cannot be had
     */
    List<Mount> files(String componentId, List<LockedFile> files);
}
