package dev.gyre.trigger.http.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.engine.HeapBudget;
import dev.gyre.api.executor.HttpExecutorContext;
import dev.gyre.api.host.ComponentContext;
import dev.gyre.api.host.SelfOrigins;
import dev.gyre.api.runtime.EventSource;
import dev.gyre.api.runtime.ExecutionContext;
import dev.gyre.api.trigger.RunningTrigger;
import dev.gyre.http.listener.ListenAddress;
import dev.gyre.http.listener.Listeners;
import dev.gyre.http.listener.OpenSite;
import dev.gyre.http.listener.Site;
import dev.gyre.http.listener.TlsIdentity;
import dev.gyre.trigger.http.internal.config.HttpBinding;
import dev.gyre.trigger.http.internal.config.HttpConfig;
import dev.gyre.trigger.http.internal.executor.ExecutorChoice;
import dev.gyre.trigger.http.internal.executor.Executors;
import dev.gyre.trigger.http.internal.executor.RouteHandler;
import dev.gyre.trigger.http.internal.executor.StaticRoute;
import dev.gyre.trigger.http.internal.executor.Waits;
import dev.gyre.trigger.http.internal.route.Route;
import dev.gyre.trigger.http.internal.route.RouteTable;
import dev.gyre.trigger.http.internal.route.Router;
import dev.gyre.trigger.http.internal.route.RoutingRule;
import dev.gyre.trigger.http.internal.serve.AppRequests;
import dev.gyre.trigger.http.internal.serve.Causes;
import dev.gyre.trigger.http.internal.serve.ChainedRequests;
import dev.gyre.trigger.http.internal.serve.Reserved;

/** One application being served. Thread-safe. */
final class HttpApp implements RunningTrigger {
    private static final Logger LOG = LoggerFactory.getLogger("dev.gyre.trigger.http");

    private final Application application;
    private final Handlers handlers;
    private final ChainedRequests chained;
    private final Listeners listeners;
    private volatile OpenSite open;
    private final Consumer<HttpApp> closed;
    private volatile boolean replaced;

    private HttpApp(Application application, Handlers handlers, ChainedRequests chained, Listeners listeners, OpenSite open, Consumer<HttpApp> closed) {
        this.application = application;
        this.handlers = handlers;
        this.chained = chained;
        this.listeners = listeners;
        this.open = open;
        this.closed = closed;
    }

    /**
     * Who answers.
     *
     * @param routes     requests from outside
     * @param components requests of other components, by the component asked for; some are those of routes
     */
    private record Handlers(Map<Route, RouteHandler> routes, Map<String, RouteHandler> components) {
        Handlers() {
            this(new LinkedHashMap<>(), new LinkedHashMap<>());
        }

        Stream<RouteHandler> all() {
            return Stream.concat(routes.values().stream(), components.values().stream()).distinct();
        }

        void endWaits() {
            all().forEach(RouteHandler::endWaits);
        }

        void close() {
            all().forEach(RouteHandler::close);
        }
    }

    /** What the applications of one trigger share. */
    interface Shared {
        Executors executors();

        /** What the request bodies of all applications may take of memory. */
        HeapBudget bodies();

        Listeners listeners();

        Causes causes();
    }

    /**
     * Prepares all routes and listens.
     *
     * @param before whose place it takes, once all is prepared
     * @param closed told when it was closed
     * @throws dev.gyre.api.GyreException when an executor refuses a component or the address cannot be bound or shared; the one before
     *                                    goes on then
     */
    static HttpApp start(HttpConfig config, Optional<TlsIdentity> tls, ExecutionContext execution, Shared shared, Optional<HttpApp> before,
            Consumer<HttpApp> closed) {
        Application application = execution.application();
        RouteTable table = table(config, application);
        String name = application.info().name();
        table.warnings().forEach(w -> LOG.warn("app \"{}\": {}", name, w));
        Handlers handlers = new Handlers();
        Waits waits = new Waits(execution);
        try {
            openAll(table.router(), config, waits, shared, handlers);
            handlers.all().filter(h -> !h.served()).forEach(h -> LOG.warn(
                    "app \"{}\": component \"{}\" waits for a bundle that provides executor \"{}\"", name, h.componentId(), h.type()));
            boolean healthz = application.info().manifestVersion() == 1
                    && handlers.routes().keySet().stream().noneMatch(r -> r.joined().equals(Reserved.HEALTHZ));
            AppRequests requests = new AppRequests(table.router(), handlers.routes(), waits,
                    new Reserved(application.info(), healthz), config.limits(), shared.bodies(), shared.causes(), config.accessLog());
            ChainedRequests chained = new ChainedRequests(name, handlers.components(), config.limits(), shared.bodies());
            Site site = new Site(name, config.listen(), tls, config.host(), Route.trimmed(Route.absolute(config.base())), config.limits(), requests);
            HttpApp app = new HttpApp(application, handlers, chained, shared.listeners(), open(site, shared.listeners(), before), closed);
            before.ifPresent(b -> b.replaced = true);
            return app;
        } catch (RuntimeException e) {
            handlers.close();
            throw e;
        }
    }

    /** A component that no request from outside reaches, because its route is private or hidden, still answers other components. */
    private static void openAll(Router router, HttpConfig config, ExecutionContext execution, Shared shared, Handlers into) {
        Map<Integer, Route> routes = router.routes().stream().collect(Collectors.toMap(Route::index, Function.identity()));
        for (int i = 0; i < config.bindings().size(); i++) {
            Optional<Route> route = Optional.ofNullable(routes.get(i));
            switch (config.bindings().get(i).answer()) {
                case HttpBinding.ByComponent by -> {
                    RouteHandler handler = open(by, execution, shared);
                    route.ifPresent(r -> into.routes().put(r, handler));
                    Optional.ofNullable(into.components().put(by.componentId(), handler)).filter(old -> !into.routes().containsValue(old))
                            .ifPresent(RouteHandler::close);
                }
                case HttpBinding.ByStatic by -> route.ifPresent(r -> into.routes().put(r, new StaticRoute(by.name(), by.response())));
            }
        }
    }

    private static RouteHandler open(HttpBinding.ByComponent by, ExecutionContext execution, Shared shared) {
        ComponentContext component = execution.component(by.componentId());
        return shared.executors().open(ExecutorChoice.of(by.type(), component), new HttpExecutorContext(component, by.table(), execution));
    }

    private static OpenSite open(Site site, Listeners listeners, Optional<HttpApp> before) {
        Optional<OpenSite> inPlace = before.flatMap(b -> listeners.replace(b.open, site));
        if (inPlace.isPresent() || before.isEmpty() || !before.get().open.address().equals(site.listen())) {
            return inPlace.orElseGet(() -> listeners.open(site));
        }
        // the same address as another kind of listener cannot be had before the old one gives it up
        HttpApp old = before.get();
        listeners.close(old.open);
        try {
            return listeners.open(site);
        } catch (RuntimeException e) {
            old.open = listeners.open(old.open.site());
            throw e;
        }
    }

    private static RouteTable table(HttpConfig config, Application application) {
        List<Route> routes = new ArrayList<>();
        for (int i = 0; i < config.bindings().size(); i++) {
            HttpBinding binding = config.bindings().get(i);
            int index = i;
            binding.route().ifPresent(route -> routes.add(Route.of(index, binding.answer().name(), config.base(), route)));
        }
        // Manifest v1 lived through two rules; what v2 knows besides names (":id") has no meaning in the older ones.
        List<RoutingRule> others = application.info().manifestVersion() == 1
                ? List.of(RoutingRule.LAST_WINS, RoutingRule.EXACT_THEN_LONGEST) : List.of();
        return RouteTable.of(routes, config.routing(), others.stream().filter(r -> r != config.routing()).toList());
    }

    @Override
    public List<EventSource> sources() {
        Site site = open.site();
        String url = (site.tls().isPresent() ? "https://" : "http://") + authority(site, open.address());
        List<EventSource.Route> routes = handlers.routes().entrySet().stream().map(e -> told(e.getKey(), e.getValue())).toList();
        return List.of(new EventSource(EventSource.Kind.LISTENER, url, site.base(), Optional.empty(), routes));
    }

    private EventSource.Route told(Route route, RouteHandler handler) {
        return new EventSource.Route(route.componentId(), route.prefix(), route.wildcard(), application.component(route.componentId()).flatMap(c -> c.description()),
                handler.served() ? Optional.empty()
                        : Optional.of("waits for a bundle that provides executor \"" + handler.type() + "\"; until then requests are answered with 503"));
    }

    private static String authority(Site site, ListenAddress address) {
        return site.host().map(h -> h + ":" + address.port()).orElse(address.toString());
    }

    Application application() {
        return application;
    }

    /** The requests of its components to each other. */
    ChainedRequests chained() {
        return chained;
    }

    /** Where it takes requests: its own configuration, and nothing a client says. */
    SelfOrigins.SelfOrigin origin() {
        Site site = open.site();
        ListenAddress address = open.address();
        try {
            InetSocketAddress bound = address.resolve();
            InetAddress reachable = bound.getAddress().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound.getAddress();
            return new SelfOrigins.SelfOrigin(site.tls().isPresent(), new InetSocketAddress(reachable, address.port()), authority(site, address), site.base());
        } catch (UnknownHostException e) {
            throw new GyreException("the application's own address " + address + " is unknown", e);
        }
    }

    @Override
    public List<String> waitingFor() {
        return handlers.all().filter(h -> !h.served())
                .map(h -> "a bundle with the executor \"" + h.type() + "\" for component \"" + h.componentId() + "\"").distinct().toList();
    }

    @Override
    public Duration closing() {
        return open.site().limits().drain().plus(CLOSING);
    }

    /** What was replaced lets its requests end as they began. */
    @Override
    public void close() {
        if (!replaced) {
            handlers.endWaits(); // whom they wait for may come back only once this is closed
        }
        end(listeners::close);
    }

    /** The door stays open for the trigger that comes next. */
    @Override
    public void leave() {
        end(listeners::hold);
    }

    private void end(Consumer<OpenSite> how) {
        how.accept(open);
        handlers.close();
        closed.accept(this);
    }
}
