package dev.gyre.bindle.server.internal;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.config.Configurations;
import dev.gyre.api.config.Quantity;
import dev.gyre.api.loader.ManifestReader;
import dev.gyre.api.service.ServiceFiles;

/** A Bindle server, for as long as there is a configuration for it. Thread-safe; starting and stopping block. */
@Component(service = {}, immediate = true, configurationPid = BindleServer.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = BindleServerConfig.class)
public final class BindleServer implements AutoCloseable {
    static final String PID = "dev.gyre.bindle.server";
    private static final Logger LOG = LoggerFactory.getLogger(BindleServer.class);
    private static final int THREADS = 32;
    private static final long IDLE_MILLIS = 30_000;

    private final Server server;
    private final ServerConnector connector;

    @Activate
    public BindleServer(BindleServerConfig config, Map<String, Object> properties, @Reference ManifestReader reader) {
        Configurations.allowOnly(BindleServerConfig.class, PID, properties);
        if (!config.username().isEmpty() && config.password().isEmpty()) {
            throw new GyreException(PID + ": the user \"" + config.username() + "\" has no password; set password, or leave username out and let anybody push");
        }
        this(Path.of(config.directory()), config.listen(), Optional.of(config.username()).filter(u -> !u.isEmpty()).map(u -> u + ":" + config.password()),
                config.anonymous$_$get(), config.max$_$parcel(), reader);
    }

    /**
     * Listens and serves.
     *
     * @param listen      host and port
     * @param credentials {@code name:password} of who may change something
     */
    public BindleServer(Path folder, String listen, Optional<String> credentials, boolean anonymousGet, String maxParcel, ManifestReader reader) {
        int colon = listen.lastIndexOf(':');
        if (colon < 1 || !listen.substring(colon + 1).matches("\\d{1,5}")) {
            throw new GyreException("dev.gyre.bindle.server: listen must be host:port, but is \"" + listen + "\"");
        }
        long max = Quantity.bytes(maxParcel)
                .orElseThrow(() -> new GyreException("dev.gyre.bindle.server: max-parcel must be " + Quantity.BYTES + ", but is \"" + maxParcel + "\""));
        BindleApi api = new BindleApi(new BindleFiles(folder, reader), max);
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
        threads.setName("gyre-bindle-server");
        threads.setDaemon(true);
        server = new Server(threads);
        connector = ServiceFiles.visible(BindleServer.class, "org.eclipse.jetty.", () -> connector(server));
        connector.setHost(listen.substring(0, colon).replaceAll("[\\[\\]]", ""));
        connector.setPort(Integer.parseInt(listen.substring(colon + 1)));
        server.addConnector(connector);
        server.setHandler(new BindleHttp(api, credentials, anonymousGet));
        try {
            server.start();
        } catch (Exception e) {
            close();
            throw new GyreException("the Bindle server cannot listen on " + listen + ": " + e.getMessage(), e);
        }
        LOG.info("Bindle server on {}, keeping bindles in {}", url(), folder);
    }

    private static ServerConnector connector(Server server) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setIdleTimeout(IDLE_MILLIS);
        return connector;
    }

    /** Where it serves, without a slash at the end. */
    public String url() {
        return "http://" + (connector.getHost().contains(":") ? "[" + connector.getHost() + "]" : connector.getHost()) + ":" + connector.getLocalPort() + "/v1";
    }

    @Deactivate
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("the Bindle server did not stop cleanly: {}", e.toString());
        }
    }
}
