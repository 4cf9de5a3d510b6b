package dev.gyre.launcher.client;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

import dev.gyre.control.Connection;
import dev.gyre.control.ControlFolder;
import dev.gyre.control.SocketAddresses;

/** Finds the container that is meant among those that run. For one thread. */
final class Finder {
    private static final String GYRE = ".gyre";
    /** Folders in a message: the application's, and that of the server. */
    private static final int NAMED = 2;

    private final Path home;
    private final Optional<Path> server;
    private final List<Path> looked = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();

    /**
     * @param home   the user's, where state is kept of applications whose own folder cannot be written
     * @param server state of the container of {@code gyre serve}
     */
    Finder(Path home, Optional<Path> server) {
        this.home = home;
        this.server = server;
    }

    private record Found(Connection connection, Path state) {
    }

    /** @throws ClientException when there is none, or more than one */
    Connection find(Request.Target target) throws ClientException {
        List<Found> found = new ArrayList<>();
        try {
            if (target.state().isPresent()) {
                look(target.state().get(), target.pid(), found);
            } else {
                look(beside(target.file()), target.pid(), found);
                if (found.isEmpty() && server.isPresent()) {
                    look(server.get(), target.pid(), found);
                }
                if (found.isEmpty()) {
                    for (Path state : folders(home.resolve(GYRE))) {
                        look(state, target.pid(), found);
                    }
                }
            }
        } catch (IOException e) {
            troubles.add(e.toString());
        }
        if (found.size() == 1) {
            return found.getFirst().connection();
        }
        for (Found each : found) {
            close(each.connection());
        }
        throw new ClientException(ClientException.UNAVAILABLE, found.isEmpty() ? none(target) : several(found));
    }

    /** The state folder of the application with this manifest. */
    private static Path beside(Path file) throws ClientException {
        Path absolute = file.toAbsolutePath().normalize();
        if (!Files.exists(absolute)) {
            throw new ClientException(ClientException.USAGE, "no such file or folder: " + absolute);
        }
        return (Files.isDirectory(absolute) ? absolute : absolute.getParent()).resolve(GYRE);
    }

    private static List<Path> folders(Path parent) throws IOException {
        List<Path> out = new ArrayList<>();
        if (Files.isDirectory(parent)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, Files::isDirectory)) {
                entries.forEach(out::add);
            }
        }
        return out;
    }

    private void look(Path state, OptionalLong pid, List<Found> into) throws IOException {
        Path folder = ControlFolder.in(state);
        looked.add(folder);
        List<String> names = ControlFolder.sockets(folder);
        if (names.isEmpty()) {
            return;
        }
        try (SocketAddresses addresses = SocketAddresses.in(folder, ControlFolder.LONGEST_NAME)) {
            for (String name : names) {
                try {
                    Connection connection = Connection.open(addresses.of(name));
                    if (pid.isEmpty() || pid.getAsLong() == connection.pid()) {
                        into.add(new Found(connection, state));
                    } else {
                        connection.close();
                    }
                } catch (ConnectException e) {
                    // the next one here clears up
                    troubles.add(addresses.file(name) + ": its process is gone");
                } catch (IOException | RuntimeException e) {
                    troubles.add(addresses.file(name) + ": " + (e.getMessage() == null ? e.toString() : e.getMessage()));
                }
            }
        }
    }

    private String none(Request.Target target) {
        StringBuilder out = new StringBuilder("no container runs here");
        target.pid().ifPresent(pid -> out.append(" as process ").append(pid));
        out.append(": nothing answers in ").append(looked.stream().limit(NAMED).map(Path::toString).collect(Collectors.joining(" nor in ")));
        troubles.forEach(trouble -> out.append("\n  ").append(trouble));
        return out.append("\nName its application with -f, the folder it serves with --dir or its state folder with --state-dir; 'gyre up' and 'gyre serve' start one.").toString();
    }

    private static String several(List<Found> found) {
        StringBuilder out = new StringBuilder(found.size() + " containers run; choose one with --pid:");
        found.forEach(each -> out.append("\n  ").append(each.connection().pid()).append("  ").append(each.state()));
        return out.toString();
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // it is given up anyway
        }
    }
}
