package dev.gyre.itests.osgi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

import dev.gyre.api.app.Application;
import dev.gyre.api.loader.AppLoader;
import dev.gyre.api.loader.LoadOptions;
import dev.gyre.api.runtime.DeployOptions;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.Deployments;

/** An application deployed in the container, on a port of its own. */
final class Served implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Deployment deployment;

    private Served(Deployment deployment) {
        this.deployment = deployment;
    }

    /** Deploys the application in a folder; it may be waiting for something. */
    static Served deploy(BundleContext context, Path folder) throws Exception {
        return deploy(context, folder, UnaryOperator.identity());
    }

    /** @param change what is deployed instead of what was loaded */
    static Served deploy(BundleContext context, Path folder, UnaryOperator<Application> change) throws Exception {
        Path staging = Temporary.folder();
        Application app = change.apply(service(context, AppLoader.class, "(gyre.scheme=local)").load(folder.toString(), new LoadOptions(staging, false)));
        DeployOptions options = new DeployOptions(Map.of("http", Map.of("listen", "127.0.0.1:0")), Optional.empty(), new DeployOptions.Follow.None());
        return new Served(service(context, Deployments.class, null).deploy(app, options));
    }

    /** One that is deployed already. */
    static Served of(Deployment deployment) {
        return new Served(deployment);
    }

    /** The service, waiting until it is there. */
    static <S> S service(BundleContext context, Class<S> type, String filter) {
        return await("a service " + type.getName(), () -> {
            try {
                return context.getServiceReferences(type, filter).stream().sorted(java.util.Comparator.<ServiceReference<S>>naturalOrder().reversed())
                        .map(context::getService).filter(java.util.Objects::nonNull).findFirst();
            } catch (InvalidSyntaxException e) {
                throw new IllegalArgumentException(e);
            }
        });
    }

    static <T> T await(String what, Supplier<Optional<T>> supplier) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            Optional<T> found = supplier.get();
            if (found.isPresent()) {
                return found.get();
            }
            pause();
        }
        throw new AssertionError(what + " did not come within " + PATIENCE.toSeconds() + " s");
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Deployment deployment() {
        return deployment;
    }

    void awaitState(Deployment.State state) {
        await("state " + state, () -> deployment.state() == state ? Optional.of(state) : Optional.empty());
    }

    /** Where it serves now; a trigger that was replaced serves elsewhere. */
    URI address() {
        return await("an address", () -> deployment.addresses().stream().findFirst().map(URI::create));
    }

    /** On a connection of its own, which then keeps no listener from closing at once. */
    HttpResponse<String> get(String path) {
        return send(request(address(), path).header("Connection", "close"));
    }

    /** On a connection that is kept. */
    static HttpResponse<String> get(URI address, String path) {
        return send(request(address, path));
    }

    private static HttpRequest.Builder request(URI address, String path) {
        return HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(120));
    }

    private static HttpResponse<String> send(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(request.uri() + ": " + e, e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        deployment.close();
    }
}
