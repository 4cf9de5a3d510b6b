package dev.gyre.cli.args;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.gyre.api.config.Nearest;

/**
 * A parsed command line: {@code --name value}, {@code --name=value}, {@code -n value}, {@code -nvalue} and flags. Immutable.
 */
public final class Arguments {
    /** What an environment variable says for a flag that is not wanted, as Spin reads it. */
    private static final Set<String> NO = Set.of("n", "no", "f", "false", "off", "0");

    private final Map<String, List<String>> values;
    private final List<String> words;

    private Arguments(Map<String, List<String>> values, List<String> words) {
        this.values = values;
        this.words = words;
    }

    /** A command line of options alone. */
    public static Arguments parse(List<Option> options, List<String> arguments, Map<String, String> environment) {
        return parse(options, arguments, environment, 0);
    }

    /**
     * @param maxWords    how many words there may be that belong to no option; all that follows {@code --} is such words
     * @param environment where an option's variable is looked up when the option is not given
     * @throws UsageException for anything the options do not provide for
     */
    public static Arguments parse(List<Option> options, List<String> arguments, Map<String, String> environment, int maxWords) {
        List<String> words = new ArrayList<>();
        Map<String, List<String>> values = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (maxWords > 0 && word.equals("--")) {
                words.addAll(arguments.subList(i + 1, arguments.size()));
                break;
            }
            if (words.size() < maxWords && !word.startsWith("-")) {
                words.add(word);
                continue;
            }
            Option option = find(options, word);
            Optional<String> attached = attached(option, word);
            List<String> into = values.computeIfAbsent(option.name(), k -> new ArrayList<>());
            if (option.isFlag()) {
                if (attached.isPresent()) {
                    throw new UsageException("option '--" + option.name() + "' takes no value, but got '" + attached.get() + "'");
                }
                into.add("");
            } else if (attached.isPresent()) {
                into.add(attached.get());
            } else if (i + 1 < arguments.size() && !isOption(options, arguments.get(i + 1))) {
                into.add(arguments.get(++i));
            } else {
                throw new UsageException("option '" + word + "' needs a value <" + option.value() + ">");
            }
        }
        if (words.size() > maxWords) {
            throw new UsageException("unexpected argument '" + words.get(maxWords) + "'");
        }
        for (Option option : options) {
            String variable = environment.get(option.variable());
            if (variable != null && !variable.isEmpty() && !(option.isFlag() && NO.contains(variable.toLowerCase(Locale.ROOT)))) {
                values.putIfAbsent(option.name(), List.of(variable));
            }
        }
        return new Arguments(values, List.copyOf(words));
    }

    private static boolean isOption(List<Option> options, String word) {
        return options.stream().anyMatch(option -> option.isWrittenAs(name(word)));
    }

    /** An option as it was written, without its value. */
    private static String name(String word) {
        return word.startsWith("--") ? word.split("=", 2)[0] : word.substring(0, Math.min(2, word.length()));
    }

    private static Option find(List<Option> options, String word) {
        if (!word.startsWith("-") || word.equals("-")) {
            throw new UsageException("unexpected argument '" + word + "'");
        }
        String name = name(word);
        for (Option option : options) {
            if (option.isWrittenAs(name)) {
                return option;
            }
        }
        String hint = Nearest.of(name.substring(Math.min(2, name.length())), options.stream().map(Option::name).toList()).map(n -> "; did you mean '--" + n + "'?").orElse("");
        throw new UsageException("unknown option '" + word + "'" + hint);
    }

    private static Optional<String> attached(Option option, String word) {
        if (word.startsWith("--")) {
            int eq = word.indexOf('=');
            return eq < 0 ? Optional.empty() : Optional.of(word.substring(eq + 1));
        }
        return word.length() > 2 ? Optional.of(word.substring(2)) : Optional.empty();
    }

    /** Those that belong to no option. */
    public List<String> words() {
        return words;
    }

    public boolean flag(String name) {
        return values.containsKey(name);
    }

    /** @throws UsageException when more than one of these options was given */
    public void exclusive(String... names) {
        List<String> given = java.util.Arrays.stream(names).filter(this::flag).map(name -> "'--" + name + "'").toList();
        if (given.size() > 1) {
            throw new UsageException("options " + String.join(" and ", given) + " exclude each other");
        }
    }

    /** @throws UsageException when it was given more than once */
    public Optional<String> one(String name) {
        List<String> all = all(name);
        if (all.size() > 1) {
            throw new UsageException("option '--" + name + "' can be given once only");
        }
        return all.stream().findFirst();
    }

    public List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    /**
     * The values of an option that are each {@code NAME=VALUE}; of the same name the last counts.
     *
     * @throws UsageException for one that is not
     */
    public Map<String, String> pairs(String name) {
        Map<String, String> out = new LinkedHashMap<>();
        for (String pair : all(name)) {
            int eq = pair.indexOf('=');
            if (eq < 1) {
                throw new UsageException("option '--" + name + "' must be NAME=VALUE, but is '" + pair + "'");
            }
            out.put(pair.substring(0, eq), pair.substring(eq + 1));
        }
        return out;
    }

    /** The options as help shows them. */
    public static String help(List<Option> options) {
        int width = options.stream().mapToInt(o -> o.usage().length()).max().orElse(0);
        StringBuilder out = new StringBuilder();
        for (Option option : options) {
            out.append("  ").append(option.usage()).append(" ".repeat(width - option.usage().length() + 2)).append(option.help());
            if (!option.variable().isEmpty()) {
                out.append(" [env: ").append(option.variable()).append(']');
            }
            out.append('\n');
        }
        return out.toString();
    }
}
