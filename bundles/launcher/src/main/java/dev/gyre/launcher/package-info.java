/**
 * The process around the container: answers what needs no container, boots Felix with the distribution's bundles, hands the
 * command line to whoever runs commands, and ends the process.
 *
 * <p>Bundles never see a class of this package. What passes between the two are services of JDK types, registered by
 * {@link dev.gyre.launcher.Command} once every bundle has been started:
 * <ul>
 * <li>{@code java.util.function.IntConsumer} with properties {@code gyre.exit=true} and {@code gyre.arguments}, a
 *     {@code String[]} with the command line, {@code up -f hello} for example: asks for the end of the process with an exit
 *     code. It returns at once; the framework is then stopped in order. The first call wins. Getting this service is taking
 *     the command: if nobody does within some seconds, {@code gyre.command.timeout} milliseconds at most, the launcher says what
 *     is missing and exits with 70.
 * <li>{@code java.util.function.Consumer} with property {@code gyre.trace=true}, only with {@code GYRE_TRACE_START=1}: takes
 *     the name of a phase of the start that has just ended and prints it with its time.
 * </ul>
 */
package dev.gyre.launcher;
