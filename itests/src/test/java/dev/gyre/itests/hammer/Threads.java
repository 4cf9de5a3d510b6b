package dev.gyre.itests.hammer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What all threads of the platform do. Not the virtual ones: the dump of the JDK that has them ({@code HotSpotDiagnosticMXBean}) has crashed a JVM
 * (25.0.3, in {@code stackChunkOopDesc::sender}) when it was taken while class loaders went. Stateless.
 */
final class Threads {
    private Threads() {
    }

    /** Writes it into a file, which stays. */
    static Path dump() throws IOException {
        List<String> lines = Thread.getAllStackTraces().entrySet().stream().flatMap(Threads::lines).toList();
        return Files.write(Files.createTempDirectory("gyre-hammer").resolve("threads.txt"), lines);
    }

    private static Stream<String> lines(Map.Entry<Thread, StackTraceElement[]> thread) {
        String head = "\"" + thread.getKey().getName() + "\" " + thread.getKey().getState();
        return Stream.concat(Stream.of("", head), Arrays.stream(thread.getValue()).map(frame -> "    at " + frame));
    }
}
