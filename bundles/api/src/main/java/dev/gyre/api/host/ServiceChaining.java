package dev.gyre.api.host;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

import dev.gyre.api.app.Application;
import dev.gyre.api.http.HttpRequest;
import dev.gyre.api.http.HttpResponse;

/**
 * Requests of an application's components to each other, which never leave the process: {@code http://<component>.spin.internal}
 * (Spin 2.2), and to the application itself. Whoever knows which components answer HTTP offers it. An OSGi service. Thread-safe.
 */
public interface ServiceChaining {
    /** The request field with a {@link #ticket}, which never comes from a guest and never reaches one. */
    String TICKET = "gyre-cause";

    /**
     * The component a host name stands for.
     *
     * @param host of a URL, with or without a port
     * @return nothing for any other host
     */
    static Optional<String> target(String host) {
        int colon = host.indexOf(':');
        String name = colon < 0 ? host : host.substring(0, colon);
        int dot = name.indexOf('.');
        return dot > 0 && name.substring(dot).toLowerCase(Locale.ROOT).equals(".spin.internal") ? Optional.of(name.substring(0, dot)) : Optional.empty();
    }

    /**
     * Has a component answer, whatever its routes, on the calling thread. The caller has asked the rules of the component the
     * request comes from ({@link OutboundRules#checkLocal}) and counts as that event's {@link Cause}. What goes wrong before the
     * response has begun is answered with a status, as a client of the application would see it.
     *
     * @throws dev.gyre.api.GyreException when the application has no such component that answers HTTP, or takes no requests
     * @throws IOException                when the response broke off, or could not be written
     */
    void handle(Application application, String component, HttpRequest request, HttpResponse response) throws IOException;

    /**
     * Lets a request that an event sends to the listener of its own application count as caused by the event ({@link Cause}).
     *
     * @return nothing when who listens keeps no account of that
     */
    default Optional<Ticket> ticket(HostContext event) {
        return Optional.empty();
    }

    /** Nobody else can know it. Closed when the request has been answered. */
    interface Ticket extends AutoCloseable {
        /** Of the field {@link #TICKET}. */
        String value();

        @Override
        void close();
    }
}
