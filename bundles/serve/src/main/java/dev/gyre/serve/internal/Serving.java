package dev.gyre.serve.internal;

import java.nio.file.Path;

import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.Deployments;

/**
 * One version of an application, deployed. Immutable.
 *
 * @param text    of its file
 * @param runtime it is deployed in
 * @param staging its files, which go with it
 */
record Serving(String text, String from, Deployment deployment, Deployments runtime, Path staging) implements AutoCloseable {
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

    /** Whether it can be replaced by a newer version in place. */
    boolean isIn(Deployments current) {
        return runtime == current && deployment.state() != Deployment.State.CLOSED;
    }
}
