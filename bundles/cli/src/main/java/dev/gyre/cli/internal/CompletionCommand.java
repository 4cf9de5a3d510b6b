package dev.gyre.cli.internal;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import dev.gyre.cli.Command;
import dev.gyre.cli.args.Option;
import dev.gyre.cli.args.UsageException;

/** {@code gyre completion}: prints what makes a shell complete commands and their options. Thread-safe. */
@Component(property = Command.PROPERTY + "=completion")
public final class CompletionCommand implements Command {
    private static final String USAGE = """
            Print a script that completes commands and options in your shell

            Usage: gyre completion bash|zsh|fish

              bash: gyre completion bash > ~/.local/share/bash-completion/completions/gyre
              zsh:  gyre completion zsh > ~/.zfunc/_gyre    (with fpath+=~/.zfunc before compinit)
              fish: gyre completion fish > ~/.config/fish/completions/gyre.fish
            """;
    /** Those the launcher knows by itself, or hands to a running container. */
    private static final List<String> OTHERS = List.of("app", "component", "trigger", "engine", "bundle", "shell", "aot", "help");

    private final Map<String, Command> commands = new ConcurrentHashMap<>();

    /** All but this one, which would have to be there before it is made. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, target = "(!(" + Command.PROPERTY + "=completion))")
    void bindCommand(Command command, Map<String, Object> properties) {
        commands.put((String) properties.get(Command.PROPERTY), command);
    }

    void unbindCommand(Command command, Map<String, Object> properties) {
        commands.remove((String) properties.get(Command.PROPERTY), command);
    }

    @Override
    public int run(List<String> arguments) {
        if (arguments.equals(List.of("--help")) || arguments.equals(List.of("-h"))) {
            System.out.print(USAGE);
            return 0;
        }
        if (arguments.size() != 1) {
            throw new UsageException("one shell is expected: bash, zsh or fish");
        }
        Map<String, List<Option>> all = new TreeMap<>();
        OTHERS.forEach(name -> all.put(name, List.of()));
        commands.forEach((name, command) -> all.put(name, command.options()));
        all.put("completion", List.of());
        System.out.print(switch (arguments.getFirst()) {
            case "bash" -> bash(all);
            case "zsh" -> "#compdef gyre\nautoload -U +X bashcompinit && bashcompinit\n" + bash(all);
            case "fish" -> fish(all);
            default -> throw new UsageException("'" + arguments.getFirst() + "' is none of the shells bash, zsh and fish");
        });
        return 0;
    }

    private static String words(List<Option> options) {
        return options.stream().flatMap(o -> Stream.of("--" + o.name(), o.letter() == ' ' ? "" : "-" + o.letter())).filter(w -> !w.isEmpty()).collect(Collectors.joining(" "));
    }

    private static String bash(Map<String, List<Option>> commands) {
        String cases = commands.entrySet().stream().filter(e -> !e.getValue().isEmpty())
                .map(e -> "        " + e.getKey() + ") words=\"" + words(e.getValue()) + "\" ;;\n").collect(Collectors.joining());
        return """
                _gyre() {
                    local word=${COMP_WORDS[COMP_CWORD]} words=
                    if [ "$COMP_CWORD" -eq 1 ]; then
                        COMPREPLY=($(compgen -W "%s" -- "$word"))
                        return
                    fi
                    case ${COMP_WORDS[1]} in
                %s    esac
                    case $word in
                        -*) COMPREPLY=($(compgen -W "$words" -- "$word")) ;;
                        *) COMPREPLY=() ;;
                    esac
                }
                complete -o default -F _gyre gyre
                """.formatted(String.join(" ", commands.keySet()), cases);
    }

    private static String fish(Map<String, List<Option>> commands) {
        StringBuilder out = new StringBuilder("complete -c gyre -n __fish_use_subcommand -f -a '" + String.join(" ", commands.keySet()) + "'\n");
        commands.forEach((name, options) -> options.forEach(o -> out.append("complete -c gyre -n '__fish_seen_subcommand_from ").append(name).append("' -l ").append(o.name())
                .append(o.letter() == ' ' ? "" : " -s " + o.letter()).append(o.value().isEmpty() ? "" : " -r").append(" -d '").append(o.help().replace("'", "")).append("'\n")));
        return out.toString();
    }
}
