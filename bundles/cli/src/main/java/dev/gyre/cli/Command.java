package dev.gyre.cli;

import java.util.List;

import dev.gyre.cli.args.Option;

/**
 * A command of the {@code gyre} program. Register it as an OSGi service with the property {@value #PROPERTY}.
 */
public interface Command {
    /** Service property: the word after {@code gyre}. */
    String PROPERTY = "gyre.command";

    /** Exit code of a command line that cannot be understood. */
    int USAGE = 2;

    /** The options it takes, for the completion of command lines; none when it does not say. */
    default List<Option> options() {
        return List.of();
    }

    /**
     * Runs the command. Blocks until it is done; a command that runs until it is stopped ends when its thread is interrupted.
     *
     * @param arguments what follows the command's name
     * @return the process's exit code
     * @throws dev.gyre.api.GyreException to end with exit code 1 and the message
     */
    int run(List<String> arguments);
}
