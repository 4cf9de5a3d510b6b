package dev.gyre.loader.local.internal.files;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Checks that paths in a manifest stay where they may be. Stateless. */
final class RelativePaths {
    private RelativePaths() {
    }

    /** A pattern of files below the application's folder. */
    static String pattern(String pattern) {
        return below(pattern, "the pattern");
    }

    /** A folder below the application's folder. */
    static String source(String source) {
        return below(source, "the source");
    }

    /** A guest's absolute path, made relative to its root. */
    static Path destination(String destination) {
        if (!destination.startsWith("/")) {
            throw new RefusedException("the destination \"" + destination + "\" must be absolute: it must start with \"/\"");
        }
        List<String> steps = steps(destination);
        if (steps.contains("..")) {
            throw new RefusedException("the destination \"" + destination + "\" must not contain \"..\"");
        }
        return Path.of("", steps.toArray(String[]::new));
    }

    private static String below(String path, String what) {
        if (path.startsWith("/") || Path.of(path.replaceAll("[*?\\[\\]]", "_")).isAbsolute()) {
            throw new RefusedException(what + " \"" + path + "\" must be relative to the manifest's folder");
        }
        if (List.of(path.split("/")).contains("..")) {
            throw new RefusedException(what + " \"" + path + "\" leads out of the manifest's folder: \"..\" is not allowed");
        }
        return path;
    }

    private static List<String> steps(String path) {
        return Arrays.stream(path.split("/")).filter(step -> !step.isEmpty() && !step.equals(".")).toList();
    }
}
