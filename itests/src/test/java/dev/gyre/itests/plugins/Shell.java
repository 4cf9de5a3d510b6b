package dev.gyre.itests.plugins;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A shell that commands are typed into, one after the other. Standard error is part of what they print. For one thread. */
final class Shell implements AutoCloseable {
    private static final String END = "\u0000end";
    /** What newer JDKs say of Maven 3, whatever it is asked to do. */
    private static final Pattern WARNING = Pattern.compile("WARNING: (A terminally deprecated method in sun\\.misc\\.Unsafe|sun\\.misc\\.Unsafe::|Please consider reporting this to the maintainers).*");
    /** Maven switches colours off even where it never switched any on. */
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

    private final Process process;
    private final Writer in;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    /** @param path folders whose commands come before all others */
    Shell(Path folder, Map<String, String> environment, String path) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("bash").directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().put("PATH", path + ":" + System.getenv("PATH"));
        process = builder.start();
        in = process.outputWriter();
        BufferedReader out = process.inputReader();
        Thread.ofVirtual().start(() -> {
            out.lines().map(line -> COLOUR.matcher(line).replaceAll("")).filter(line -> !WARNING.matcher(line).matches()).forEach(lines::add);
            lines.add(END);
        });
    }

    /** What a command printed, and how it ended. */
    record Result(int code, String output) {
    }

    Result run(String command) throws IOException, InterruptedException {
        String mark = UUID.randomUUID().toString();
        in.write("{ " + command + "\n} </dev/null; echo " + mark + " $?\n");
        in.flush();
        StringBuilder output = new StringBuilder();
        while (true) {
            String line = lines.poll(5, TimeUnit.MINUTES);
            if (line == null || line.equals(END)) {
                throw new IOException("'" + command + "' does not end: " + output);
            }
            int end = line.indexOf(mark);
            if (end >= 0) {
                output.append(line, 0, end); // not every command ends its last line
                return new Result(Integer.parseInt(line.substring(end + mark.length() + 1)), output.toString());
            }
            output.append(line).append('\n');
        }
    }

    /** Starts a command that goes on, with what it prints at the end of a file. */
    void start(String command, Path output) throws IOException, InterruptedException {
        run(command + " >>" + output + " 2>&1 &");
    }

    /** Stops what it started, and waits for that. */
    @Override
    public void close() throws IOException, InterruptedException {
        in.write("jobs -p | xargs -r kill; wait; exit\n");
        in.flush();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new IOException("what the shell started does not end");
        }
    }
}
