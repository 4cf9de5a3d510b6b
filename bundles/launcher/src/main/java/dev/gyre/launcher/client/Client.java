package dev.gyre.launcher.client;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.gyre.control.Connection;

/** Runs a command line in a container that runs already. For one thread. */
public final class Client {
    /** First words of the command lines that are for a running container. */
    public static final Set<String> GROUPS = Set.of("app", "component", "trigger", "engine", "bundle", Request.SHELL);
    private static final Set<String> END = Set.of("exit", "quit");
    private static final String PROMPT = "gyre> ";

    /** State of the container of {@code gyre serve}. */
    private final Optional<Path> server;
    private final OutputStream out = new BufferedOutputStream(new StandardOutput(), 8 << 10);
    private final OutputStream err = new FileOutputStream(FileDescriptor.err);

    /** @param server state of the container of {@code gyre serve}; nothing where that is not known */
    public Client(Optional<Path> server) {
        this.server = server;
    }

    /**
     * Blocks until it is done. What the command prints goes to standard output and error as it comes.
     *
     * @param arguments the first is one of {@link #GROUPS}
     * @return the process's exit code
     */
    public int run(List<String> arguments) {
        try {
            Request request = Request.parse(arguments);
            if (request.help()) {
                System.out.print(help(arguments.getFirst()));
                return 0;
            }
            try (Connection connection = new Finder(Path.of(System.getProperty("user.home")), server).find(target(request))) {
                return request.command().isPresent() ? connection.run(request.command().get(), out, err) : lines(connection);
            }
        } catch (ClientException e) {
            System.err.println("Error: " + e.getMessage());
            if (e.exitCode() == ClientException.USAGE) {
                System.err.println("For more information try 'gyre " + arguments.getFirst() + " --help'.");
            }
            return e.exitCode();
        } catch (StandardOutput.Unread e) {
            return ClientException.UNREAD;
        } catch (IOException e) {
            System.err.println("Error: " + e.getMessage());
            return ClientException.FAILED;
        }
    }

    /** What changes the folder of a server is for the server, whatever serves the current folder. */
    private Request.Target target(Request request) {
        Request.Target given = request.target();
        return given.state().isEmpty() && request.changesServed() ? new Request.Target(given.file(), server, given.pid()) : given;
    }

    private static String help(String group) throws IOException {
        try (InputStream in = Client.class.getResourceAsStream(group + ".txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Standard input, line by line; the last command's exit code is the process's. */
    private int lines(Connection connection) throws IOException {
        Console console = System.console();
        boolean terminal = console != null && console.isTerminal();
        Charset charset = terminal ? console.charset() : StandardCharsets.UTF_8;
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, charset));
        int code = 0;
        for (Optional<String> line = next(in, terminal); line.isPresent() && !END.contains(line.get()); line = next(in, terminal)) {
            if (!line.get().isEmpty()) {
                code = connection.run(line.get(), out, err);
            }
        }
        return code;
    }

    private Optional<String> next(BufferedReader in, boolean terminal) throws IOException {
        if (terminal) {
            out.write(PROMPT.getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        return Optional.ofNullable(in.readLine()).map(String::strip);
    }
}
