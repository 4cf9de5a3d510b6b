package dev.gyre.cli.internal.up;

import dev.gyre.api.app.Application;
import dev.gyre.api.runtime.DeployOptions;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.Deployments;

/** An application that serves, version after version. For one thread. */
final class Live implements AutoCloseable {
    private DeployOptions options;
    private Version version;
    private Deployment deployment;

    /** An application and its staged files, which go with it. */
    record Version(Application application, Staging staging) implements AutoCloseable {
        @Override
        public void close() {
            staging.close();
        }
    }

    Live(Version version) {
        this.version = version;
    }

    Application application() {
        return version.application;
    }

    /** Deploys the newest version. */
    Deployment deploy(Deployments runtime, DeployOptions how) {
        options = how;
        deployment = runtime.deploy(version.application, options);
        return deployment;
    }

    /**
     * Serves a newer version in the place of what serves, whose running events end in the background.
     *
     * @throws dev.gyre.api.GyreException when it cannot be; nothing is left of it, and what served goes on
     */
    void become(Version next) {
        try {
            Deployment made = deployment.replace(next.application, options);
            Deployment old = deployment;
            Version left = version;
            deployment = made;
            version = next;
            Thread.ofPlatform().daemon().name("gyre-leave").start(() -> {
                old.close();
                left.close();
            });
        } catch (RuntimeException e) {
            next.close();
            throw e;
        }
    }

    /**
     * Blocks until its running events are over, bounded; it may be deployed again.
     *
     * @param stays whether it is going to be, by another runtime
     */
    void undeploy(boolean stays) {
        if (stays) {
            deployment.leave();
        } else {
            deployment.close();
        }
    }

    @Override
    public void close() {
        version.close();
    }
}
