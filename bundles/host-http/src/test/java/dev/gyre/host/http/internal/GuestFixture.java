package dev.gyre.host.http.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterEach;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.host.OutboundDenied;
import dev.gyre.host.rig.Apps;
import dev.gyre.host.rig.GuestRig;

/** A guest whose component may reach the host {@code h}, which is the test's server. */
abstract class GuestFixture {
    private static final Component CART = Apps.component("cart", Map.of());
    private static final Application SHOP = Apps.app(CART);

    final RawServer server = server();
    private final HttpClients clients = new HttpClients((application, component) -> (scheme, host, port) -> {
        if (!host.equals("h")) {
            throw new OutboundDenied("component \"" + component.id() + "\" may not connect to " + host);
        }
        return List.of(server.address());
    }, ClientFixture.SMALL, new SslContextFactory.Client());
    final HttpHostModule module = new HttpHostModule(clients);

    private static RawServer server() {
        try {
            return new RawServer((request, out) -> {
                String body = request.line() + "|" + request.header("x-a") + "|" + request.body();
                out.write(("HTTP/1.1 201 Created\r\nX-B: 1\r\nx-b: 2\r\nContent-Length: " + body.length() + "\r\n\r\n"
                        + (request.line().startsWith("HEAD") ? "" : body)).getBytes());
            });
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    GuestRig rig(String guest, CoreLayout layout) {
        return new GuestRig(Apps.guest(guest), module, SHOP, CART, Optional.of(layout));
    }

    @AfterEach
    void stop() throws Exception {
        clients.close();
        server.close();
    }
}
