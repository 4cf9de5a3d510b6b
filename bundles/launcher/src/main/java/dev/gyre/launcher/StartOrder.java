package dev.gyre.launcher;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * The order in which jars are installed and started; the framework stops in the opposite order. Jars are named by the beginning
 * of their file names, so that no version needs to be said.
 *
 * @param first jars to start before the others and to stop after them: logging, so that nothing is said into the void
 * @param late jars the command can do without
 * @param asked jars that are not started at all, but by other bundles when they want them
 */
record StartOrder(List<String> first, List<String> late, List<String> asked) {

    /** Those named first, then the others in the order of their names. */
    List<Path> sort(List<Path> jars) {
        return jars.stream().sorted(Comparator.comparingInt(this::rank).thenComparing(Comparator.naturalOrder())).toList();
    }

    boolean isLate(Path jar) {
        return late.stream().anyMatch(name -> is(jar, name));
    }

    boolean isAsked(Path jar) {
        return asked.stream().anyMatch(name -> is(jar, name));
    }

    private int rank(Path jar) {
        int rank = 0;
        while (rank < first.size() && !is(jar, first.get(rank))) {
            rank++;
        }
        return rank;
    }

    private static boolean is(Path jar, String name) {
        return jar.getFileName().toString().startsWith(name);
    }
}
