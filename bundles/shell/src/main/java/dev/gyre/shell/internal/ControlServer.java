package dev.gyre.shell.internal;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;

import jdk.net.ExtendedSocketOptions;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets clients in as long as there is a state folder: a {@link Path} service with the property {@code gyre.state=true}.
 * A container that cannot have the socket serves its applications without.
 */
@Component(immediate = true, service = {})
public final class ControlServer {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

    private final Sessions sessions;
    private final Optional<Place> place;

    @Activate
    public ControlServer(@Reference(name = "state", target = "(gyre.state=true)") Path state, @Reference(name = "gogo") Gogo gogo) {
        this(state, gogo, Sessions.Bounds.DEFAULT);
    }

    ControlServer(Path state, Interpreter.Factory interpreters, Sessions.Bounds bounds) {
        sessions = new Sessions(bounds, interpreters);
        place = listen(state);
        place.ifPresent(p -> {
            sessions.start();
            Thread.ofVirtual().name("gyre-shell-accept").start(() -> accept(p));
        });
    }

    private static Optional<Place> listen(Path state) {
        try {
            return Optional.of(Place.in(state));
        } catch (IOException | UnsupportedOperationException e) {
            LOG.warn("this container cannot be controlled from outside, for example with 'gyre shell': {}", e.toString());
            return Optional.empty();
        }
    }

    private void accept(Place open) {
        while (open.channel().isOpen()) {
            try {
                SocketChannel client = open.channel().accept();
                if (isOwner(client, open.owner())) {
                    sessions.serve(client);
                } else {
                    client.close();
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.warn("the shell cannot let a client in: {}", e.toString());
                if (!pause()) {
                    return;
                }
            }
        }
    }

    /** Folder and socket keep others out already, where the file system does what it says. */
    private static boolean isOwner(SocketChannel client, UserPrincipal owner) throws IOException {
        if (!client.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)) {
            return true;
        }
        UserPrincipal peer = client.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
        boolean ok = peer.equals(owner) || peer.getName().equals("root");
        if (!ok) {
            LOG.warn("the shell refused the user {}: the container belongs to {}", peer.getName(), owner.getName());
        }
        return ok;
    }

    /** Out of file descriptors, most likely: trying again at once would only burn the processor. */
    private static boolean pause() {
        try {
            Thread.sleep(200);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Deactivate
    void stop() {
        place.ifPresent(p -> {
            try {
                p.close();
            } catch (IOException e) {
                LOG.warn("the shell's socket {} is left behind: {}", p.file(), e.toString());
            }
        });
        sessions.close();
    }
}
