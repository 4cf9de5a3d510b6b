package dev.gyre.doctor;

import java.util.List;

/** What mends something. */
public sealed interface Treatment {
    /** What it does, as an order: {@code Add spin_manifest_version = 2}. */
    String summary();

    /**
     * Another text of the manifest.
     *
     * @param manifest the whole new text
     */
    record Edit(String summary, String manifest) implements Treatment {
    }

    /**
     * A command in a folder of the application.
     *
     * @param command a line for the shell
     */
    record Run(String summary, List<String> command, java.nio.file.Path folder) implements Treatment {
        public Run {
            command = List.copyOf(command);
        }
    }
}
