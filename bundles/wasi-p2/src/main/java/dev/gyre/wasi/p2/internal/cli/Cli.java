package dev.gyre.wasi.p2.internal.cli;

import java.util.List;
import java.util.Optional;

import dev.gyre.api.engine.GuestExit;
import dev.gyre.api.host.HostContext;
import dev.gyre.api.host.WitResult;
import dev.gyre.wasi.backend.stream.DirectSink;
import dev.gyre.wasi.backend.stream.InputSource;
import dev.gyre.wasi.backend.stream.OutputSink;

/** {@code wasi:cli} but for its terminals: what one event has of a process. For the event's thread. */
public final class Cli implements AutoCloseable {
    /** A {@code tuple<string, string>}. */
    public record Variable(String name, String value) {
    }

    private final HostContext event;
    private Optional<InputSource> stdin = Optional.empty();

    public Cli(HostContext event) {
        this.event = event;
    }

    public List<Variable> getEnvironment() {
        return event.environment().entrySet().stream().map(e -> new Variable(e.getKey(), e.getValue())).toList();
    }

    public List<String> getArguments() {
        return event.arguments();
    }

    public Optional<String> initialCwd() {
        return Optional.empty();
    }

    public void exit(WitResult<Void, Void> status) {
        throw new GuestExit(status instanceof WitResult.Ok ? 0 : 1);
    }

    public void exitWithCode(int statusCode) {
        throw new GuestExit(statusCode);
    }

    /** The same stream whenever it is asked for, so that what was read ahead is not lost. */
    public InputSource getStdin() {
        if (stdin.isEmpty()) {
            stdin = Optional.of(new InputSource(event.stdin()));
        }
        return stdin.get();
    }

    public OutputSink getStdout() {
        return new DirectSink(event.stdout());
    }

    public OutputSink getStderr() {
        return new DirectSink(event.stderr());
    }

    @Override
    public void close() {
        stdin.ifPresent(InputSource::close);
    }
}
