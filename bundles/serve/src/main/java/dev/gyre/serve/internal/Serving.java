package dev.gyre.serve.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import dev.gyre.api.app.Origin;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.Deployments;

/**
 * One version of an application, deployed. Immutable.
 *
 * @param text    of its file
 * @param runtime it is deployed in
 * @param staging its files, which go with it
 * @param follow  how often to look whether its reference stands for something new
 * @param beside  files it was loaded with
 */
record Serving(String text, String from, Deployment deployment, Deployments runtime, Path staging, Optional<Duration> follow, Beside beside)
        implements AutoCloseable {
    /** Blocks until its last event is over, bounded. */
    @Override
    public void close() {
        deployment.close();
        ServerFolder.remove(staging);
    }

    /** The same without blocking. */
    void closeBehind() {
        Thread.ofPlatform().daemon().name("gyre-leave-" + deployment.application().info().name()).start(this::close);
    }

    /** What its reference stood for, where references change. */
    Optional<String> version() {
        return deployment.application().info().origin() instanceof Origin.Registry r ? r.digest() : Optional.empty();
    }

    /** Whether it can be replaced by a newer version in place. */
    boolean isIn(Deployments current) {
        return runtime == current && deployment.state() != Deployment.State.CLOSED;
    }
}
