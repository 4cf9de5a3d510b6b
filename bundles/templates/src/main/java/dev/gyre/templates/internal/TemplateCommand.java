package dev.gyre.templates.internal;

import java.util.List;
import java.util.stream.Stream;

import dev.gyre.cli.Command;
import dev.gyre.cli.args.Arguments;
import dev.gyre.cli.args.Option;
import dev.gyre.cli.args.UsageException;

/** What commands that make something of a template have in common. Thread-safe. */
abstract class TemplateCommand implements Command {
    final Templates templates;
    private final String made;
    private final String usage;
    private final List<Option> options;

    /**
     * @param made  what it makes, as messages call it
     * @param usage what the command does, and how it is called
     * @param own   options beside those of every such command
     */
    TemplateCommand(Templates templates, String made, String usage, Option... own) {
        this.templates = templates;
        this.made = made;
        this.usage = usage;
        this.options = Stream.concat(Stream.of(own), Maker.OPTIONS.stream()).toList();
    }

    @Override
    public final List<Option> options() {
        return options;
    }

    @Override
    public final int run(List<String> arguments) {
        Arguments args = Arguments.parse(options, arguments, System.getenv(), 1);
        if (args.flag("help")) {
            System.out.print(usage + "\n\nOptions:\n" + Arguments.help(options));
        } else if (args.flag("list")) {
            System.out.println(Templates.list(templates.all()));
        } else {
            make(args, Maker.checkedName(args.words().stream().findFirst().orElseThrow(() -> new UsageException("a name for the " + made + " is missing"))));
        }
        return 0;
    }

    /** @param name what is to be made; as it was given, and a good one */
    abstract void make(Arguments args, String name);
}
