package dev.gyre.shell.internal;

import java.io.EOFException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.apache.felix.gogo.runtime.CommandNotFoundException;
import org.apache.felix.gogo.runtime.SyntaxError;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.Printable;
import dev.gyre.control.Protocol;

/** A Gogo session whose commands read nothing. For one thread at a time. */
final class GogoInterpreter implements Interpreter {
    private static final Logger LOG = LoggerFactory.getLogger(GogoInterpreter.class);

    private final CommandSession session;
    private final PrintStream err;

    GogoInterpreter(CommandProcessor processor, OutputStream out, OutputStream err) {
        this.session = processor.createSession(InputStream.nullInputStream(), out, err);
        this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
    }

    @Override
    public int run(String command) {
        int status = 0;
        try {
            Object result = session.execute(command);
            if (result != null) {
                session.getConsole().println(session.format(result, Converter.INSPECT));
            }
        } catch (CommandNotFoundException e) {
            status = failed(Protocol.NOT_FOUND, "no command '" + e.getCommand() + "'; 'help' lists those there are");
        } catch (SyntaxError | EOFException e) {
            status = failed(Protocol.USAGE, "the command cannot be understood: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            status = failed(Protocol.USAGE, message(e));
        } catch (InterruptedException e) {
            status = failed(Protocol.INTERRUPTED, "interrupted");
        } catch (Exception | StackOverflowError | LinkageError e) {
            status = failed(Protocol.FAILED, e instanceof GyreException ? e.getMessage() : message(e));
            LOG.debug("the command {} failed", command, e);
        }
        session.getConsole().flush();
        return status;
    }

    private int failed(int status, String message) {
        session.getConsole().flush();
        err.println("Error: " + Printable.of(message));
        return status;
    }

    private static String message(Throwable e) {
        return Optional.ofNullable(e.getMessage()).filter(m -> e instanceof IllegalArgumentException || e instanceof IllegalStateException).orElse(e.toString());
    }

    @Override
    public void close() {
        session.close();
    }
}
