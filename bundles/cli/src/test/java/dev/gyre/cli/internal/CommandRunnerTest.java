package dev.gyre.cli.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.gyre.api.GyreException;
import dev.gyre.cli.Command;
import dev.gyre.cli.args.UsageException;

class CommandRunnerTest {
    private final CompletableFuture<Integer> code = new CompletableFuture<>();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final PrintStream standard = System.err;

    @BeforeEach
    void catchErrors() {
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void giveErrorsBack() {
        System.setErr(standard);
    }

    private CommandRunner offer(String... arguments) {
        IntConsumer exit = code::complete;
        return new CommandRunner(Map.entry(Map.of("gyre.arguments", arguments), exit));
    }

    private int run(Command command, String... arguments) throws Exception {
        offer(arguments).bindCommand(command, Map.of(Command.PROPERTY, "do"));
        return code.get(60, TimeUnit.SECONDS);
    }

    @Test
    void theCommandGetsWhatFollowsItsNameAndItsCodeIsTheProcesses() throws Exception {
        CompletableFuture<List<String>> got = new CompletableFuture<>();
        assertEquals(7, run(arguments -> {
            got.complete(arguments);
            return 7;
        }, "do", "-x", "y"));
        assertEquals(List.of("-x", "y"), got.get());
    }

    @Test
    void aWrongCommandLineEndsWithTwo() throws Exception {
        assertEquals(2, run(arguments -> {
            throw new UsageException("bad \033[31moption");
        }, "do"));
        assertEquals("Error: bad \\u001B[31moption\nFor more information try 'gyre do --help'.\n", errors.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aFailureEndsWithOneAndItsMessage() throws Exception {
        assertEquals(1, run(arguments -> {
            throw new GyreException("spin.toml:1:1: wrong");
        }, "do"));
        assertEquals("Error: spin.toml:1:1: wrong\n", errors.toString(StandardCharsets.UTF_8));
    }

    @Test
    void anErrorOfOursSaysSo() throws Exception {
        assertEquals(1, run(arguments -> {
            throw new IllegalStateException("oops");
        }, "do"));
        assertEquals("Error: internal error: java.lang.IllegalStateException: oops\n", errors.toString(StandardCharsets.UTF_8));
    }

    /** One that goes on until it is told to end. */
    private record Endless(CountDownLatch running, CountDownLatch ended) implements Command {
        Endless() {
            this(new CountDownLatch(1), new CountDownLatch(1));
        }

        @Override
        public int run(List<String> arguments) {
            running.countDown();
            try {
                Thread.sleep(300_000);
            } catch (InterruptedException e) {
                throw new GyreException("interrupted", e);
            } finally {
                ended.countDown();
            }
            return 0;
        }
    }

    /** Whoever stops the bundle is replacing it; the process goes on. */
    @Test
    void stoppingInterruptsTheCommandAndWaitsForItInSilence() throws Exception {
        Endless command = new Endless();
        CommandRunner runner = offer("do");
        runner.bindCommand(command, Map.of(Command.PROPERTY, "do"));
        assertTrue(command.running.await(60, TimeUnit.SECONDS));
        runner.stop();
        assertEquals(0, command.ended.getCount());
        assertFalse(code.isDone());
        assertEquals("", errors.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aCommandWhoseBundleIsReplacedEndsBeforeThatGoesAndBeginsAnew() throws Exception {
        Endless old = new Endless();
        CommandRunner runner = offer("do");
        runner.bindCommand(old, Map.of(Command.PROPERTY, "do"));
        assertTrue(old.running.await(60, TimeUnit.SECONDS));
        runner.unbindCommand(old, Map.of(Command.PROPERTY, "do"));
        assertEquals(0, old.ended.getCount());
        assertFalse(code.isDone());
        runner.bindCommand(arguments -> Thread.currentThread().isInterrupted() ? 1 : 5, Map.of(Command.PROPERTY, "do"));
        assertEquals(5, code.get(60, TimeUnit.SECONDS));
        assertEquals("", errors.toString(StandardCharsets.UTF_8));
    }
}
