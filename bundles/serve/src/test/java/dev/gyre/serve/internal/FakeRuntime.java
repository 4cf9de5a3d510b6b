package dev.gyre.serve.internal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.gyre.api.app.Application;
import dev.gyre.api.runtime.ConflictException;
import dev.gyre.api.runtime.DeployException;
import dev.gyre.api.runtime.DeployOptions;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.Deployments;
import dev.gyre.api.runtime.EventSource;
import dev.gyre.test.FakeDeployment;

/** A runtime that only keeps lists. An application of version {@code bad} cannot be deployed, and only one of version {@code alone} at a time. */
final class FakeRuntime implements Deployments {
    final List<Deployment> all = new CopyOnWriteArrayList<>();

    @Override
    public synchronized Deployment deploy(Application application, DeployOptions options) {
        if (application.info().version().equals("bad")) {
            throw new DeployException("it is bad");
        }
        if (application.info().version().equals("alone")) {
            all.stream().map(d -> d.application().info()).filter(i -> i.version().equals("alone")).findFirst().ifPresent(i -> {
                throw new ConflictException(i.name(), "\"" + i.name() + "\" has it");
            });
        }
        Deployment made = new Fake(application);
        all.add(made);
        return made;
    }

    @Override
    public List<String> missing(Application application) {
        return List.of();
    }

    @Override
    public List<Deployment> deployments() {
        return List.copyOf(all);
    }

    /** Name and version of what runs. */
    List<String> running() {
        return all.stream().map(d -> d.application().info().name() + " " + d.application().info().version()).sorted().toList();
    }

    private final class Fake implements FakeDeployment {
        private final Application application;

        Fake(Application application) {
            this.application = application;
        }

        @Override
        public Application application() {
            return application;
        }

        @Override
        public State state() {
            return all.contains(this) ? State.RUNNING : State.CLOSED;
        }

        @Override
        public Deployment replace(Application next, DeployOptions options) {
            Deployment made = deploy(next, options);
            close();
            return made;
        }

        @Override
        public List<EventSource> sources() {
            return List.of(EventSource.listener("http://127.0.0.1:1", List.of()));
        }

        @Override
        public void close() {
            all.remove(this);
        }
    }
}
