package dev.gyre.bindle.server.internal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.Configurations;
import dev.gyre.api.config.Position;
import dev.gyre.api.loader.ManifestReader;

/** A Bindle server, for as long as there is a configuration for it. Thread-safe; starting, changing and stopping block. */
@Component(service = {}, immediate = true, configurationPid = BindleServer.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = BindleServerConfig.class)
public final class BindleServer implements AutoCloseable {
    static final String PID = "dev.gyre.bindle.server";
    private static final Logger LOG = LoggerFactory.getLogger(BindleServer.class);
    /** For requests that run when the address changes. */
    private static final Duration DRAIN = Duration.ofSeconds(30);

    private final ManifestReader reader;
    private volatile State state;
    private volatile BindleListener listener;

    private record State(BindleServerSettings settings, BindleFiles files, BindleRules rules) {
        State(BindleServerSettings settings, BindleFiles files) {
            this(settings, files, BindleRules.of(settings, files));
        }
    }

    /** @throws ConfigException for what cannot be used */
    @Activate
    public BindleServer(BindleServerConfig config, Map<String, Object> properties, @Reference ManifestReader reader) {
        Configurations.allowOnly(BindleServerConfig.class, PID, properties);
        this(BindleServerSettings.of(config), reader);
    }

    /** Listens and serves. */
    public BindleServer(BindleServerSettings settings, ManifestReader reader) {
        this.reader = reader;
        state = new State(settings, files(settings.directory()));
        listener = listen(settings.listen());
        tell();
    }

    /** Holds for the next request; those that run end as they began, also where it listened before. */
    @Modified
    synchronized void modified(BindleServerConfig config, Map<String, Object> properties) {
        State before = state;
        BindleListener old = listener;
        state = Configurations.changed(before, BindleServerConfig.class, PID, properties, () -> next(before, BindleServerSettings.of(config)), LOG::error);
        if (listener != old) {
            old.shutDoor();
            Thread.ofVirtual().name("gyre-bindle-server-left").start(() -> old.stop(DRAIN));
        }
        if (state != before) {
            tell();
        }
    }

    private State next(State before, BindleServerSettings settings) {
        State next = new State(settings, settings.directory().equals(before.settings.directory()) ? before.files : files(settings.directory()));
        if (!settings.listen().equals(before.settings.listen())) {
            move(settings.listen());
        }
        return next;
    }

    /** Another address with the same port may be free only once this one is. */
    private void move(BindleServerSettings.Address next) {
        BindleServerSettings.Address was = listener.bound();
        if (next.port() == was.port()) {
            listener.shutDoor();
        }
        try {
            listener = listen(next);
        } catch (ConfigException e) {
            if (next.port() == was.port()) {
                listener = listen(was);
            }
            throw e;
        }
    }

    private BindleFiles files(Path directory) {
        try {
            return new BindleFiles(directory, reader);
        } catch (GyreException e) {
            throw new ConfigException(Position.of("configuration " + PID), "directory", e.getMessage());
        }
    }

    private BindleListener listen(BindleServerSettings.Address address) {
        try {
            return new BindleListener(address, () -> state.rules);
        } catch (GyreException e) {
            throw new ConfigException(Position.of("configuration " + PID), "listen", e.getMessage());
        }
    }

    private void tell() {
        LOG.info("Bindle server on {}, keeping bindles in {}", url(), state.settings.directory());
    }

    /** Where it serves, without a slash at the end. */
    public String url() {
        return "http://" + listener.bound() + "/v1";
    }

    @Deactivate
    @Override
    public void close() {
        listener.stop(Duration.ZERO);
    }
}
