package dev.gyre.http.listener;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.Deployments;
import dev.gyre.api.serve.ServedApp;
import dev.gyre.api.serve.ServedApps;
import dev.gyre.api.serve.ServerState;

class ArrivalsTest {
    /** By the names of their types. */
    private final Map<String, Object> services = new HashMap<>();
    private final Arrivals arrivals = new Arrivals(context());

    private BundleContext context() {
        return proxy(BundleContext.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "getServiceReference" -> Optional.ofNullable(services.get(((Class<?>) arguments[0]).getName())).map(ArrivalsTest::reference).orElse(null);
            case "getService" -> ((ServiceReference<?>) arguments[0]).getProperty("service");
            case "ungetService" -> true;
            default -> throw new AssertionError(method);
        });
    }

    private static ServiceReference<?> reference(Object service) {
        return service(ServiceReference.class, Map.of("getProperty", service));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(ArrivalsTest.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** A service that answers with what is given for a method's name. */
    private static <T> T service(Class<T> type, Map<String, Object> answers) {
        return proxy(type, (proxy, method, arguments) -> answers.get(method.getName()));
    }

    private void runtime(boolean settling) {
        services.put(Deployments.class.getName(), service(Deployments.class, Map.of("settling", settling)));
    }

    private boolean comes(Optional<Deployment.State> state, Optional<String> problem) {
        runtime(false);
        ServedApp app = new ServedApp("app", "", state.map(s -> service(Deployment.class, Map.of("state", s))), problem, false);
        services.put(ServedApps.class.getName(), service(ServedApps.class, Map.of("apps", List.of(app))));
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

    /** They go one after the other, and those that have gone leave nothing behind. */
    @Test
    void inAContainerThatStopsApplicationsAreLeaving() {
        runtime(false);
        services.put(ServerState.class.getName(), service(ServerState.class, Map.of("phase", ServerState.Phase.SERVING)));
        assertFalse(arrivals.getAsBoolean());
        services.put(ServerState.class.getName(), service(ServerState.class, Map.of("phase", ServerState.Phase.STOPPING)));
        assertTrue(arrivals.getAsBoolean());
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
