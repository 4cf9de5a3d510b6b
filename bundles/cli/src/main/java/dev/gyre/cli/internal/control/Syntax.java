package dev.gyre.cli.internal.control;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.cli.args.Arguments;
import dev.gyre.cli.args.Option;
import dev.gyre.cli.args.UsageException;
import dev.gyre.cli.internal.print.Format;

/**
 * How a command of the shell is called.
 *
 * @param name     as users of {@code gyre} write it: {@code engine use}
 * @param words    as help shows them: {@code NAME}
 * @param minWords how many words there must be
 * @param maxWords how many there may be
 * @param help     one sentence
 */
record Syntax(String name, String words, int minWords, int maxWords, String help, List<Option> options) {
    private static final Option JSON = new Option("json", ' ', "", "", "Print JSON: --format json");
    /** Of commands that print lists. */
    static final List<Option> FORMATS = List.of(JSON, Format.OPTION);
    /** The container's own current folder means nothing to whoever calls. */
    static final Option RELATIVE_TO = new Option("relative-to", ' ', "DIR", "", "What a path is relative to [default: the current folder of whoever calls 'gyre']");
    private static final Option HELP = new Option("help", 'h', "", "", "Print this help");

    Syntax {
        options = new ArrayList<>(options);
        options.add(HELP);
    }

    /**
     * @return nothing when help was asked for and printed
     * @throws IllegalArgumentException for words that do not fit, which the shell takes as the caller's mistake
     */
    Optional<Arguments> parse(String... call) {
        try {
            Arguments arguments = Arguments.parse(options, List.of(call), Map.of(), maxWords);
            if (arguments.flag("help")) {
                System.out.print(help + "\n\nUsage: gyre " + name + (words.isEmpty() ? "" : " " + words) + " [options]\n\nOptions:\n" + Arguments.help(options));
                return Optional.empty();
            }
            json(arguments);
            if (arguments.words().size() < minWords) {
                throw new UsageException("'" + name + "' needs " + words);
            }
            return Optional.of(arguments);
        } catch (UsageException e) {
            throw new IllegalArgumentException(e.getMessage() + "\nFor more information try 'gyre " + name + " --help'.", e);
        }
    }

    /** Whether a list is wanted as JSON. */
    static boolean json(Arguments call) {
        return Format.json(call) || call.flag(JSON.name());
    }

    /** What paths of a call with {@link #RELATIVE_TO} are relative to. */
    static Path folder(Arguments call) {
        return Path.of(call.one(RELATIVE_TO.name()).orElse("")).toAbsolutePath();
    }
}
