package dev.gyre.runtime.internal.deploy;

import java.nio.file.Files;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.Mount;
import dev.gyre.api.runtime.DeployException;

/** Refuses folders that are none before a guest meets them, whatever the version of WASI it would meet them through. Stateless. */
final class Mounts {
    private Mounts() {
    }

    /** @throws DeployException for the first one of a component that is run */
    static void check(Application app) {
        for (Component component : app.served()) {
            for (Mount mount : component.mounts()) {
                if (!Files.isDirectory(mount.host())) {
                    throw new DeployException(component.position() + ": component \"" + component.id() + "\": " + mount.host() + ", to be mounted at "
                            + mount.guest() + ", is not a folder");
                }
            }
        }
    }
}
