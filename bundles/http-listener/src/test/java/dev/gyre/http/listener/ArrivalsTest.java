package dev.gyre.http.listener;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.Deployments;
import dev.gyre.api.serve.ServedApp;
import dev.gyre.api.serve.ServedApps;

class ArrivalsTest {
    private final Arrivals arrivals = new Arrivals();

    /** A service that answers with what is given for a method's name. */
    private static <T> T service(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(ArrivalsTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> answers.get(method.getName())));
    }

    private void runtime(boolean settling) {
        arrivals.runtime = service(Deployments.class, Map.of("settling", settling));
    }

    private boolean comes(Optional<Deployment.State> state, Optional<String> problem) {
        runtime(false);
        ServedApp app = new ServedApp("app", "", state.map(s -> service(Deployment.class, Map.of("state", s))), problem, false);
        arrivals.served = service(ServedApps.class, Map.of("apps", List.of(app)));
        return arrivals.getAsBoolean();
    }

    @Test
    void withoutARuntimeNobodyKnows() {
        assertTrue(arrivals.getAsBoolean());
        runtime(true);
        assertTrue(arrivals.getAsBoolean());
        runtime(false);
        assertFalse(arrivals.getAsBoolean());
    }

    @Test
    void applicationsThatAreLoadedOrLostTheirRuntimeCome() {
        assertTrue(comes(Optional.empty(), Optional.empty()));
        assertTrue(comes(Optional.of(Deployment.State.CLOSED), Optional.empty()));
        assertTrue(comes(Optional.of(Deployment.State.CLOSED), Optional.of("its newest state is broken")));
        assertFalse(comes(Optional.of(Deployment.State.RUNNING), Optional.empty()));
        assertFalse(comes(Optional.of(Deployment.State.WAITING), Optional.empty()));
        assertFalse(comes(Optional.empty(), Optional.of("broken")));
    }
}
