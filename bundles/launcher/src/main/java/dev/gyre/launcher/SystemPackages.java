package dev.gyre.launcher;

import java.lang.module.ModuleDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packages the system bundle offers beyond the JDK's: those of libraries on the JVM's module path.
 *
 * <p>Only what is really in the boot layer is offered. A package promised and not there would satisfy the resolver and fail at
 * the first class.
 */
final class SystemPackages {
    private static final Pattern ENTRY = Pattern.compile("([\\w.]+)(?:@([\\w.+-]+))?");
    private static final Pattern NUMBERS = Pattern.compile("\\d+(\\.\\d+){0,2}");

    private SystemPackages() {
    }

    /**
     * @param modules {@code name} or {@code name@version}, separated by commas; the version is for modules that carry none
     * @return a value for {@code org.osgi.framework.system.packages.extra}, empty if no module of the list is there
     */
    static String of(String modules, ModuleLayer layer) {
        StringJoiner packages = new StringJoiner(",");
        for (String entry : split(modules)) {
            Matcher matcher = ENTRY.matcher(entry);
            if (!matcher.matches()) {
                throw new LauncherException(LauncherException.CONFIGURATION, "gyre.system.modules: " + entry + ": expected name or name@version");
            }
            layer.findModule(matcher.group(1)).map(Module::getDescriptor).ifPresent(module -> {
                String version = osgiVersion(matcher.group(2) != null ? matcher.group(2) : module.rawVersion().orElse("0"));
                exported(module).forEach(name -> packages.add(name + ";version=\"" + version + '"'));
            });
        }
        return packages.toString();
    }

    /** The leading numbers: {@code 25.0.3+9} is no version to OSGi. */
    private static String osgiVersion(String version) {
        Matcher numbers = NUMBERS.matcher(version);
        return numbers.lookingAt() ? numbers.group() : "0";
    }

    private static List<String> exported(ModuleDescriptor module) {
        return module.exports().stream().filter(export -> !export.isQualified()).map(ModuleDescriptor.Exports::source).sorted().toList();
    }

    /** The non-empty parts of a list separated by commas. */
    static List<String> split(String list) {
        List<String> parts = new ArrayList<>();
        for (String part : list.split(",")) {
            if (!part.isBlank()) {
                parts.add(part.strip());
            }
        }
        return parts;
    }
}
