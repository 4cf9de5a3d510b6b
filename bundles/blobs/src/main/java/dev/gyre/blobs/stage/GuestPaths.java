package dev.gyre.blobs.stage;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import dev.gyre.api.GyreException;

/** Makes sure that paths somebody else wrote stay below the folder they are for, on every system. Stateless. */
public final class GuestPaths {
    private static final Pattern FORBIDDEN = Pattern.compile("[\\p{Cntrl}\\\\]|^[A-Za-z]:");
    private static final int MAX_LENGTH = 1024;

    private GuestPaths() {
    }

    /**
     * A relative path of at least one step.
     *
     * @param path with or without a slash before it
     * @throws GyreException when it leads anywhere else
     */
    public static Path relative(String path) {
        String below = path.startsWith("/") ? path.substring(1) : path;
        if (below.length() > MAX_LENGTH || FORBIDDEN.matcher(below).find()) {
            throw refused(path, "it is too long or has characters that no portable path has");
        }
        List<String> steps = new ArrayList<>();
        for (String step : below.split("/", -1)) {
            if (step.equals("..") || step.isEmpty()) {
                throw refused(path, step.isEmpty() ? "a part of it is empty" : "\"..\" is not allowed");
            }
            if (!step.equals(".")) {
                steps.add(step);
            }
        }
        try {
            Path relative = Path.of("", steps.toArray(String[]::new));
            if (steps.isEmpty() || relative.isAbsolute() || relative.getNameCount() != steps.size()) {
                throw refused(path, "it names no file below the guest's root");
            }
            return relative;
        } catch (InvalidPathException e) {
            throw refused(path, e.getReason());
        }
    }

    private static GyreException refused(String path, String why) {
        return new GyreException("the path \"" + path + "\" of a file is refused: " + why);
    }
}
