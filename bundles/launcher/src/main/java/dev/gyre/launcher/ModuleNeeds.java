package dev.gyre.launcher;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Jars that are installed only when the JVM was started with a module they are made for: without it they would not resolve, and
 * every start would complain of them.
 *
 * @param modules by the beginnings of the jars' file names
 */
record ModuleNeeds(Map<String, String> modules) {

    /** @param list {@code name@module}, separated by commas */
    static ModuleNeeds of(String list) {
        Map<String, String> modules = new LinkedHashMap<>();
        for (String entry : SystemPackages.split(list)) {
            int at = entry.indexOf('@');
            if (at <= 0 || at == entry.length() - 1) {
                throw new LauncherException(LauncherException.CONFIGURATION, "gyre.install.with: " + entry + ": expected name@module");
            }
            modules.put(entry.substring(0, at), entry.substring(at + 1));
        }
        return new ModuleNeeds(modules);
    }

    boolean areMet(Path jar, ModuleLayer layer) {
        return modules.entrySet().stream()
                .allMatch(need -> !jar.getFileName().toString().startsWith(need.getKey()) || layer.findModule(need.getValue()).isPresent());
    }
}
