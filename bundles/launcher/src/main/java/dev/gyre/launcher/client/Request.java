package dev.gyre.launcher.client;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import dev.gyre.launcher.ServerFolder;

/**
 * What one command line asks for.
 *
 * @param help    whether only help is wanted
 * @param target  the container that is meant
 * @param command in Gogo's language; nothing for lines that the user types
 */
record Request(boolean help, Target target, Optional<String> command) {
    static final String SHELL = "shell";
    private static final Set<String> HELP = Set.of("-h", "--help");
    private static final Set<String> SERVED = Set.of("app:deploy ", "app:update ", "app:undeploy ");
    private static final Set<String> NAMES_FILES = Set.of("bundle install", "bundle update", "app deploy", "app update");

    /**
     * Where to look for the container.
     *
     * @param file  a manifest or its folder
     * @param state a state folder, instead
     */
    record Target(Path file, Optional<Path> state, OptionalLong pid) {
    }

    /** @param arguments {@code engine use graalwasm}: the group of commands, then the words of one */
    static Request parse(List<String> arguments) throws ClientException {
        String group = arguments.getFirst();
        boolean shell = group.equals(SHELL);
        Path file = Path.of("");
        Optional<Path> state = Optional.empty();
        OptionalLong pid = OptionalLong.empty();
        List<String> rest = new ArrayList<>();
        boolean help = false;
        for (Iterator<String> words = arguments.subList(1, arguments.size()).iterator(); words.hasNext();) {
            String word = words.next();
            String name = word.startsWith("--") ? word.split("=", 2)[0] : word;
            // what follows the first word of a line for the shell is not ours
            boolean ours = !(shell && !rest.isEmpty());
            switch (ours ? name : "") {
                case "-f", "--file", "--from" -> file = path(value(word, words));
                case "--state-dir" -> state = Optional.of(path(value(word, words)));
                case "--dir" -> state = Optional.of(ServerFolder.state(path(value(word, words))));
                case "--pid" -> pid = OptionalLong.of(pid(value(word, words)));
                default -> {
                    help |= ours && HELP.contains(word);
                    if (shell && ours && word.startsWith("-") && !HELP.contains(word)) {
                        throw new ClientException(ClientException.USAGE, "unknown option '" + word + "'");
                    }
                    rest.add(word);
                }
            }
        }
        return new Request(help || rest.isEmpty() && !shell, new Target(file, state, pid), command(group, rest));
    }

    private static Optional<String> command(String group, List<String> words) throws ClientException {
        if (words.isEmpty()) {
            return Optional.empty();
        }
        String line = group.equals(SHELL) ? String.join(" ", words) : gogo(group, words);
        if (line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0) {
            throw new ClientException(ClientException.USAGE, "a command is one line; this one has a line break in it");
        }
        return Optional.of(line);
    }

    private static String gogo(String group, List<String> words) throws ClientException {
        StringBuilder line = new StringBuilder(group).append(':').append(name(group, words.getFirst()));
        if (NAMES_FILES.contains(group + ' ' + words.getFirst())) {
            // the container has another current folder
            line.append(" --relative-to ").append(quoted(Path.of("").toAbsolutePath().toString()));
        }
        words.stream().skip(1).forEach(word -> line.append(' ').append(quoted(word)));
        return line.toString();
    }

    /** Whether it changes what a container of {@code gyre serve} serves. */
    boolean changesServed() {
        return command.filter(line -> SERVED.stream().anyMatch(line::startsWith)).isPresent();
    }

    /** Of a command: what the language would take for anything else does not reach it. */
    private static String name(String group, String word) throws ClientException {
        if (!word.matches("[A-Za-z][A-Za-z0-9_-]*") && !HELP.contains(word)) {
            throw new ClientException(ClientException.USAGE, "unknown command '" + group + " " + word + "'");
        }
        return word;
    }

    private static String quoted(String word) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : word.toCharArray()) {
            if ("\"\\$`".indexOf(c) >= 0) {
                out.append('\\');
            }
            out.append(c);
        }
        return out.append('"').toString();
    }

    private static String value(String word, Iterator<String> words) throws ClientException {
        int equals = word.startsWith("--") ? word.indexOf('=') : -1;
        if (equals > 0) {
            return word.substring(equals + 1);
        }
        if (!words.hasNext()) {
            throw new ClientException(ClientException.USAGE, "option '" + word + "' needs a value");
        }
        return words.next();
    }

    private static Path path(String text) throws ClientException {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new ClientException(ClientException.USAGE, "'" + text + "' is no path: " + e.getReason());
        }
    }

    private static long pid(String text) throws ClientException {
        if (!text.matches("\\d{1,18}")) {
            throw new ClientException(ClientException.USAGE, "option '--pid' must be a process id, but is '" + text + "'");
        }
        return Long.parseLong(text);
    }
}
