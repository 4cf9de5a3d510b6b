package dev.gyre.cli.args;

import java.util.Optional;

/**
 * An option of a command.
 *
 * @param name     long name without dashes
 * @param letter   short name, or a space for none
 * @param value    how help calls its value; empty for a flag
 * @param variable the environment variable that stands in for it; empty for none
 * @param help     one line
 */
public record Option(String name, char letter, String value, String variable, String help) {
    boolean isFlag() {
        return value.isEmpty();
    }

    Optional<String> letterName() {
        return letter == ' ' ? Optional.empty() : Optional.of("-" + letter);
    }

    /** @param word with its dashes */
    boolean isWrittenAs(String word) {
        return word.equals("--" + name) || letterName().filter(word::equals).isPresent();
    }

    /** As help shows it: {@code -f, --file <PATH>}. */
    String usage() {
        return letterName().map(l -> l + ", ").orElse("    ") + "--" + name + (isFlag() ? "" : " <" + value + ">");
    }
}
