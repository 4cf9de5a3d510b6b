package dev.gyre.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A copy of the built distribution and the processes started from it, with a user's folders of its own. */
record Installation(Path home, Path user) {

    /** How a process ended. */
    record Ended(int code, String out, String err) {
    }

    /** @param folder where to install; @param user an existing folder for the user's caches */
    static Installation copyTo(Path folder, Path user) throws IOException {
        Path built = Path.of(System.getProperty("gyre.home"));
        Files.walkFileTree(built, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(folder.resolve(built.relativize(directory).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copy = folder.resolve(built.relativize(file).toString());
                if (!file.startsWith(built.resolve("lib/graal")) || !link(copy, file)) {
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
                return FileVisitResult.CONTINUE;
            }

            /** For 40 MB that no test changes. Not possible across file systems. */
            private boolean link(Path copy, Path file) {
                try {
                    Files.createLink(copy, file);
                    return true;
                } catch (IOException | UnsupportedOperationException e) {
                    return false;
                }
            }
        });
        return new Installation(folder, user);
    }

    Path script() {
        return home.resolve("bin/gyre");
    }

    /** What a login shell would have, with this test's own Java as JAVA_HOME. */
    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", "/usr/bin:/bin");
        environment.put("HOME", user.toString());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        return environment;
    }

    ProcessBuilder command(Map<String, String> environment, String... words) {
        ProcessBuilder builder = new ProcessBuilder(words).directory(user.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    /** Runs to the end, at most three minutes. */
    Ended run(Map<String, String> environment, String... words) throws IOException, InterruptedException {
        Path out = Files.createTempFile(user, "out", "");
        Path err = Files.createTempFile(user, "err", "");
        Process process = command(environment, words).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        try {
            if (!process.waitFor(3, TimeUnit.MINUTES)) {
                throw new IllegalStateException(List.of(words) + " does not end:\n" + Files.readString(out) + Files.readString(err));
            }
            return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
        }
    }

    /** Runs {@code gyre} with these arguments. */
    Ended gyre(String... arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(script().toString()));
        words.addAll(List.of(arguments));
        return run(environment(), words.toArray(String[]::new));
    }

    /** Every file and folder with its size and time: two of these are equal if nothing was written. */
    Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> all = Files.walk(home)) {
            all.forEach(path -> contents.put(home.relativize(path).toString(), describe(path)));
        }
        return contents;
    }

    private static String describe(Path path) {
        try {
            return Files.size(path) + " " + Files.getLastModifiedTime(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
