package dev.gyre.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** The manifest a command means that names none: as in Spin that of the current folder, else of the nearest folder above it. Stateless. */
public final class NearestManifest {
    private static final String NAME = "spin.toml";
    private static final int HIGHEST = 19;

    private NearestManifest() {
    }

    /**
     * Finds it, and says on the standard error when it is not in the current folder. Neither the root of a Git repository nor that of the file
     * system is left behind.
     *
     * @param current folder
     * @return its path relative to the folder; where it would be if there is none
     */
    public static String find(Path current) {
        if (Files.exists(current.resolve(NAME))) {
            return NAME;
        }
        Path folder = current.toAbsolutePath().normalize().getParent();
        for (int up = 1; folder != null && up <= HIGHEST; up++) {
            if (Files.isRegularFile(folder.resolve(NAME))) {
                String found = "../".repeat(up) + NAME;
                System.err.println("No '" + NAME + "' in current directory. Using '" + NAME + "' from " + relation(up) + " directory (" + found + ")");
                return found;
            }
            folder = Files.isDirectory(folder.resolve(".git")) ? null : folder.getParent();
        }
        return NAME;
    }

    /** Spin's word for it. */
    private static String relation(int up) {
        return up == 1 ? "parent" : "great-".repeat(up - 2) + "grandparent";
    }
}
