package dev.gyre.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The folders FileInstall is to look at. Stateless. */
final class WatchedFolders {
    private static final String WATCHED = "felix.fileinstall.dir";
    private static final String FILE_INSTALL = "org.apache.felix.fileinstall";
    /** Framework property: bundles that are not started. */
    private static final String ASKED = "gyre.start.asked";

    private WatchedFolders() {
    }

    /** For {@code gyre doctor}, which only looks: FileInstall would complain of folders that are not there, and watch another one without any. */
    static void settle(List<String> arguments, Map<String, String> settings) {
        if (arguments.isEmpty() || !arguments.getFirst().equals("doctor")) {
            return;
        }
        List<String> there = SystemPackages.split(settings.getOrDefault(WATCHED, "")).stream().filter(folder -> Files.isDirectory(Path.of(folder))).toList();
        settings.put(WATCHED, String.join(",", there));
        if (there.isEmpty()) {
            settings.merge(ASKED, FILE_INSTALL, (others, own) -> others + "," + own);
        }
    }
}
