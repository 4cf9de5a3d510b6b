package dev.gyre.cli.internal.up;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.Origin;
import dev.gyre.api.runtime.DeployException;

/** Where an application's state is kept: its logs, and the socket that controls its container. */
final class StateFolder {
    private StateFolder() {
    }

    /**
     * The folder the user named, none if it has no name; else {@code .gyre} beside the manifest; else, where that cannot be written,
     * {@code ~/.gyre/<app>}, of an application from a registry {@code ~/.gyre/<app>@<repository>}; else none.
     *
     * @throws DeployException when the folder the user named cannot be made
     */
    static Optional<Path> of(Application app, Optional<Path> wanted) {
        if (wanted.filter(StateFolder::isNowhere).isPresent()) {
            return Optional.empty();
        }
        if (wanted.isPresent()) {
            return Optional.of(made(wanted.get(), "state folder", "--state-dir"));
        }
        if (app.info().origin() instanceof Origin.Manifest m) {
            Optional<Path> beside = usable(m.file().toAbsolutePath().getParent().resolve(".gyre"));
            if (beside.isPresent()) {
                return beside;
            }
        }
        return usable(Path.of(System.getProperty("user.home"), ".gyre", name(app)));
    }

    /** Whoever publishes an application under another one's name does not get its stores; another version of the same one does. */
    static String name(Application app) {
        String name = app.info().name().replaceAll("[^A-Za-z0-9._-]", "_").replaceAll("^\\.+", "_");
        return app.info().origin() instanceof Origin.Registry r ? name + "@" + URLEncoder.encode(repository(r), StandardCharsets.UTF_8) : name;
    }

    /** With its server, without tag and digest of an image or version of a bindle. */
    private static String repository(Origin.Registry origin) {
        String reference = origin.reference().split("@")[0];
        int last = reference.lastIndexOf('/');
        if (!reference.startsWith(origin.server() + "/")) {
            return origin.server() + "/" + reference.substring(0, Math.max(last, 0));
        }
        int tag = reference.indexOf(':', last);
        return tag < 0 ? reference : reference.substring(0, tag);
    }

    private static boolean isNowhere(Path named) {
        return named.toString().isEmpty();
    }

    /** Empties all logs there are, as Spin's {@code --truncate-logs}. */
    static void truncate(Path logs) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(logs, "*_{stdout,stderr}.txt")) {
            for (Path file : files) {
                Files.newByteChannel(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING).close();
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new DeployException("cannot empty the logs in " + logs + ": " + e, e);
        }
    }

    /** The folder {@code logs} in the state folder unless the user named another one; none where nothing can be written, or none was wanted. */
    static Optional<Path> logs(Optional<Path> state, Optional<Path> wanted) {
        if (wanted.filter(StateFolder::isNowhere).isPresent()) {
            return Optional.empty();
        }
        return wanted.map(folder -> made(folder, "log folder", "--log-dir")).or(() -> state.flatMap(s -> usable(s.resolve("logs"))));
    }

    private static Path made(Path folder, String what, String option) {
        try {
            return Files.createDirectories(folder.toAbsolutePath());
        } catch (FileAlreadyExistsException e) {
            throw new DeployException("the " + what + " " + folder + " is no folder; name another one with " + option, e);
        } catch (IOException e) {
            throw new DeployException("cannot make the " + what + " " + folder + ": " + e, e);
        }
    }

    private static Optional<Path> usable(Path folder) {
        try {
            Files.createDirectories(folder);
            return Files.isWritable(folder) ? Optional.of(folder) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
