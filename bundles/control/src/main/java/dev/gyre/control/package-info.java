/**
 * How a client controls a running container: a Unix domain socket in the container's state folder, and the lines that go over
 * it.
 *
 * <p>The socket is {@code <state folder>/control/<name>.sock}, readable and writable by its owner alone, in a folder of the
 * same kind. There is one for each process that serves from this state folder. Text is UTF-8, lines end with a line feed.
 *
 * <pre>
 * server  gyre-control 1 4711               the protocol's version and the process id, once
 * client  engine:list --json                a command, in Gogo's language, in one line of at most 64 KiB
 * server  out 12                            so many bytes of its output follow, any number of times
 *         hello world
 *         err 7                             and of its errors
 *         Error:
 *         exit 0                            it has ended: 0 success, 1 failure, 2 called wrongly, 127 no such command
 * client  app:list                          the next command, or the end of the stream
 * </pre>
 *
 * <p>Lines that are neither {@code out}, {@code err} nor {@code exit} are to be passed over: later versions may say more.
 */
package dev.gyre.control;
