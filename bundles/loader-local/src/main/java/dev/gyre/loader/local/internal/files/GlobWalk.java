package dev.gyre.loader.local.internal.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the regular files a pattern matches below a folder, in the order of their names. Follows symbolic links that stay
 * inside the application's folder. For one thread; blocks on disk.
 */
final class GlobWalk {
    /** Called for each file that is found. */
    @FunctionalInterface
    interface Found {
        /**
         * @param entry path of the file as the pattern reached it
         * @param real  where its content is
         */
        void file(Path entry, Path real) throws IOException;
    }

    private static final int MAX_VISITED = 1_000_000;
    private static final int MAX_DEPTH = 256;

    private final AppFolder folder;
    private final Found found;
    /** Real paths of the folders we are in, against circular links. */
    private final Set<Path> open = new HashSet<>();
    /** {@code a/**} and {@code **}{@code /b} reach a file in several ways; it is reported once. */
    private final Set<Path> reported = new HashSet<>();
    private int visited;

    GlobWalk(AppFolder folder, Found found) {
        this.folder = folder;
        this.found = found;
    }

    /**
     * @param start   a folder below the application's
     * @param pattern relative to it
     * @throws dev.gyre.api.GyreException when the pattern cannot be used or leads out of the application's folder
     */
    void walk(Path start, String pattern) throws IOException {
        if (pattern.endsWith("/")) {
            return; // asks for folders only
        }
        List<GlobPattern> steps = Arrays.stream(pattern.split("/"))
                .filter(step -> !step.isEmpty() && !step.equals("."))
                .map(GlobPattern::parse)
                .toList();
        if (!steps.isEmpty()) {
            descend(start, steps);
        }
    }

    private void enter(Path entry, List<GlobPattern> steps) throws IOException {
        Optional<Path> real = visit(entry);
        if (real.isEmpty()) {
            return;
        }
        Path at = real.get();
        if (steps.isEmpty()) {
            if (Files.isRegularFile(at) && reported.add(entry)) {
                found.file(entry, at);
            }
            return;
        }
        if (!Files.isDirectory(at) || at.equals(folder.staging())) {
            return;
        }
        inside(entry, steps);
    }

    /** Enters a folder unless we are in it already by another name. */
    private void descend(Path entry, List<GlobPattern> steps) throws IOException {
        Path key = entry.toRealPath();
        if (!open.add(key)) {
            return;
        }
        try {
            enter(entry, steps);
        } finally {
            open.remove(key);
        }
    }

    private void inside(Path entry, List<GlobPattern> steps) throws IOException {
        GlobPattern first = steps.getFirst();
        List<GlobPattern> rest = steps.subList(1, steps.size());
        if (first.isAnySteps()) {
            if (rest.isEmpty()) {
                return; // ends in folders only
            }
            inside(entry, rest);
            if (rest.getFirst().isAnySteps()) {
                return; // the same again
            }
            for (Path child : children(entry)) {
                if (Files.isDirectory(child)) {
                    descend(child, steps);
                }
            }
            return;
        }
        Optional<String> literal = first.literal();
        if (literal.isPresent()) {
            enter(entry.resolve(literal.get()), rest);
            return;
        }
        for (Path child : children(entry)) {
            if (first.matches(child.getFileName().toString())) {
                enter(child, rest);
            }
        }
    }

    private Optional<Path> visit(Path entry) throws IOException {
        if (++visited > MAX_VISITED) {
            throw new RefusedException("more than " + MAX_VISITED + " files and folders had to be looked at; name a smaller folder");
        }
        if (open.size() > MAX_DEPTH) {
            throw new RefusedException("folders are nested more than " + MAX_DEPTH + " deep at " + folder.path().relativize(entry));
        }
        return folder.resolve(entry);
    }

    private List<Path> children(Path directory) throws IOException {
        List<Path> out = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(out::add);
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        out.sort(Comparator.comparing(Path::getFileName));
        return out;
    }
}
