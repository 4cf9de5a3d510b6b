package dev.gyre.itests.hammer;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;

/** What all threads do, virtual ones among them. Stateless. */
final class Threads {
    private Threads() {
    }

    /** Writes it into a file, which stays. */
    static Path dump() throws IOException {
        Path file = Files.createTempDirectory("gyre-hammer").resolve("threads.txt");
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
        return file;
    }
}
