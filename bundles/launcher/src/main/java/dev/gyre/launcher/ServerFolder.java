package dev.gyre.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The folder that {@code gyre serve} serves, and whose plug-ins {@code gyre doctor} reckons with. Stateless. */
public final class ServerFolder {
    private static final String OPTION = "--dir";
    private static final String VARIABLE = "GYRE_DIR";
    private static final Set<String> COMMANDS = Set.of("serve", "doctor");

    private ServerFolder() {
    }

    /** As a command line says, for the framework's settings: its bundle finds mistakes in it. */
    static Path of(List<String> arguments, Path home) {
        if (arguments.isEmpty() || !COMMANDS.contains(arguments.getFirst())) {
            return home;
        }
        int option = arguments.lastIndexOf(OPTION);
        Optional<String> separate = option < 0 || option + 1 >= arguments.size() ? Optional.empty() : Optional.of(arguments.get(option + 1));
        return separate.or(() -> arguments.stream().filter(a -> a.startsWith(OPTION + "=")).map(a -> a.substring(OPTION.length() + 1)).findFirst())
                .map(Path::of).map(p -> p.toAbsolutePath().normalize()).orElseGet(() -> usual(home));
    }

    /** Where no command line says. */
    public static Path usual(Path home) {
        return Optional.ofNullable(System.getenv(VARIABLE)).filter(v -> !v.isEmpty()).map(Path::of).orElse(home).toAbsolutePath().normalize();
    }

    /** Its state folder. */
    public static Path state(Path folder) {
        return folder.resolve("data");
    }
}
