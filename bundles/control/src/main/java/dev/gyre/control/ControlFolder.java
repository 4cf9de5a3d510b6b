package dev.gyre.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the sockets of the containers of one state folder are. Stateless. */
public final class ControlFolder {
    /** How the name of a socket ends that is ready to be connected to. */
    public static final String SUFFIX = ".sock";
    /** Bytes of a socket's file name at most. */
    public static final int LONGEST_NAME = 32;

    private ControlFolder() {
    }

    public static Path in(Path state) {
        return state.resolve("control");
    }

    /**
     * The file names of the sockets in a folder, those of dead processes among them, in order.
     *
     * @param folder need not exist
     */
    public static List<String> sockets(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).filter(name -> name.endsWith(SUFFIX) && name.length() <= LONGEST_NAME).sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
