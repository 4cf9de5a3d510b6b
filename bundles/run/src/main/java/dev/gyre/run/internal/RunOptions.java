package dev.gyre.run.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.app.Mount;
import dev.gyre.cli.args.Arguments;
import dev.gyre.cli.args.Option;
import dev.gyre.cli.args.UsageException;

/**
 * What {@code gyre run} was asked for.
 *
 * @param file      the program
 * @param arguments all that follows the file
 */
record RunOptions(boolean help, Path file, List<String> arguments, Map<String, String> environment, List<Mount> mounts, Optional<String> engine,
        Optional<String> memory, Optional<String> timeout) {
    static final List<Option> OPTIONS = List.of(
            new Option("dir", ' ', "HOST[::GUEST]", "", "Give the program a folder, under the same path or another; may be repeated"),
            new Option("env", 'e', "NAME=VALUE", "", "Environment variable; may be repeated"),
            new Option("memory", ' ', "SIZE", "", "How much memory it may have [default: 256 MiB]"),
            new Option("timeout", ' ', "TIME", "", "How long it may run, such as 30s [default: 30 days]"),
            new Option("engine", ' ', "NAME", "", "WebAssembly engine to use"),
            new Option("help", 'h', "", "", "Print this help"));

    /** @throws UsageException for a wrong command line */
    static RunOptions parse(List<String> arguments) {
        int own = ownArguments(arguments);
        Arguments args = Arguments.parse(OPTIONS, arguments.subList(0, own), Map.of(), 1);
        if (args.flag("help")) {
            return new RunOptions(true, Path.of(""), List.of(), Map.of(), List.of(), Optional.empty(), Optional.empty(), Optional.empty());
        }
        if (args.words().isEmpty()) {
            throw new UsageException("which file? As in 'gyre run program.wasm'");
        }
        return new RunOptions(false, Path.of(args.words().getFirst()).toAbsolutePath().normalize(), List.copyOf(arguments.subList(own, arguments.size())),
                args.pairs("env"), args.all("dir").stream().map(RunOptions::mount).toList(), args.one("engine"), args.one("memory"), args.one("timeout"));
    }

    /** How many words are Gyre's own: up to and with the first that belongs to no option, the file. What follows is the program's. */
    private static int ownArguments(List<String> arguments) {
        List<String> own = new ArrayList<>();
        for (String word : arguments) {
            boolean value = !own.isEmpty() && takesValue(own.getLast());
            own.add(word);
            if (!value && !word.startsWith("-")) {
                break;
            }
        }
        return own.size();
    }

    private static boolean takesValue(String word) {
        return OPTIONS.stream().anyMatch(o -> !o.value().isEmpty() && (word.equals("--" + o.name()) || word.equals("-" + o.letter())));
    }

    private static Mount mount(String text) {
        int at = text.indexOf("::");
        String host = at < 0 ? text : text.substring(0, at);
        String guest = at < 0 ? text : text.substring(at + 2);
        return new Mount(Path.of(host).toAbsolutePath().normalize(), guest, true);
    }
}
