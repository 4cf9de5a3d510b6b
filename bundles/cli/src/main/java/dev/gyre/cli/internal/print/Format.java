package dev.gyre.cli.internal.print;

import dev.gyre.cli.args.Arguments;
import dev.gyre.cli.args.Option;
import dev.gyre.cli.args.UsageException;

/** {@code --format plain|json}, as Spin calls it. Stateless. */
public final class Format {
    public static final Option OPTION = new Option("format", ' ', "FORMAT", "", "How to print: plain or json [default: plain]");

    private Format() {
    }

    /**
     * Whether JSON is wanted.
     *
     * @throws UsageException for a format that is none
     */
    public static boolean json(Arguments arguments) {
        return switch (arguments.one(OPTION.name()).orElse("plain")) {
            case "json" -> true;
            case "plain" -> false;
            case String other -> throw new UsageException("option '--format' must be plain or json, but is '" + other + "'");
        };
    }
}
