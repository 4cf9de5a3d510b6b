package dev.gyre.health.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.felix.hc.api.Result.Status;
import org.junit.jupiter.api.Test;

import dev.gyre.api.app.AppInfo;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Origin;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Position;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.Deployments;
import dev.gyre.api.serve.ServerState;

class ContainerChecksTest {
    private static <T> T answering(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> answers.get(method.getName())));
    }

    private static Deployment app(Deployment.State state) {
        Application application = new Application(new AppInfo("shop", "1", Optional.empty(), List.of(), Optional.empty(), 1, new Origin.Manifest(Path.of("spin.toml"))),
                List.of(), List.of(), Map.of(), Map.of(), ConfigTable.empty("", Position.of("gyre.toml")));
        return answering(Deployment.class, Map.of("state", state, "application", application, "waitingFor", List.of("an engine")));
    }

    private static Status ready(ServerState.Phase phase, Deployment... apps) {
        ServerState state = new ServerState() {
            @Override
            public Phase phase() {
                return phase;
            }

            @Override
            public Optional<InetSocketAddress> healthAddress() {
                return Optional.empty();
            }
        };
        Deployments runtime = answering(Deployments.class, Map.of("deployments", List.of(apps)));
        return new ContainerChecks(() -> Optional.of(state), () -> Optional.of(runtime), Optional::empty).ready().getStatus();
    }

    @Test
    void readyIsWhoServesSomething() {
        Deployment running = app(Deployment.State.RUNNING);
        Deployment waiting = app(Deployment.State.WAITING);
        assertEquals(Status.TEMPORARILY_UNAVAILABLE, ready(ServerState.Phase.SERVING));
        assertEquals(Status.OK, ready(ServerState.Phase.SERVING, running));
        assertEquals(Status.WARN, ready(ServerState.Phase.SERVING, running, waiting));
        assertEquals(Status.CRITICAL, ready(ServerState.Phase.SERVING, waiting));
        assertEquals(Status.TEMPORARILY_UNAVAILABLE, ready(ServerState.Phase.STARTING, running));
        assertEquals(Status.TEMPORARILY_UNAVAILABLE, ready(ServerState.Phase.STOPPING, running));
    }
}
