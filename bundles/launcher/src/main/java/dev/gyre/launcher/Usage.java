package dev.gyre.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What {@code gyre} prints about itself. {@code usage.txt} is the one list of commands: the help text, and the names the
 * launcher lets pass to the container.
 */
record Usage(String text, List<String> commands) {

    static Usage load() {
        try (InputStream in = Usage.class.getResourceAsStream("usage.txt")) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param text help whose {@code Commands:} section has one indented line a command, its name first */
    static Usage parse(String text) {
        List<String> commands = text.lines()
                .dropWhile(line -> !line.equals("Commands:")).skip(1)
                .takeWhile(line -> line.startsWith("  "))
                .map(line -> line.strip().split("\\s", 2)[0])
                .toList();
        return new Usage(text, commands);
    }

    /** The first word of the first line after {@code gyre}. */
    String version() {
        return text.lines().findFirst().orElseThrow().split("[ :]")[1];
    }

    /** What to say about a first word that is no command. */
    String refusal(String word) {
        if (word.startsWith("-")) {
            return "unknown option '" + word + "'; options of a command come after it, as in 'gyre up -f spin.toml'";
        }
        return "unknown command '" + word + "'" + nearest(word).map(command -> "; did you mean '" + command + "'?").orElse("")
                + "\nCommands are " + String.join(", ", commands) + "; 'gyre help' describes them.";
    }

    /** The command a mistyped word most likely meant. */
    Optional<String> nearest(String word) {
        return commands.stream().filter(command -> distance(command, word) <= 2).min((a, b) -> distance(a, word) - distance(b, word));
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(diagonal, row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
