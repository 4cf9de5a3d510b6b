package dev.gyre.bench.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the two sides of a comparison, each in a process of its own. */
final class Peers {
    private Peers() {
    }

    /** The last line a script prints on Node. */
    static String node(Path script, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("node", script.toString()));
        command.addAll(arguments);
        return lastLine(command);
    }

    static String nodeVersion() throws IOException, InterruptedException {
        return lastLine(List.of("node", "--version"));
    }

    /** The last line a class of this bench prints in a JVM like this one; its options are those of {@code gyre.bench.jvm}. */
    static String java(Class<?> main, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        String options = System.getProperty("gyre.bench.jvm", "");
        if (!options.isBlank()) {
            command.addAll(List.of(options.split(" ")));
        }
        command.addAll(List.of("-Xss4m", "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return lastLine(command);
    }

    private static String lastLine(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        int code = process.waitFor();
        if (code != 0 || lines.isEmpty()) {
            throw new IllegalStateException(String.join(" ", command) + " ended with " + code);
        }
        return lines.getLast();
    }
}
