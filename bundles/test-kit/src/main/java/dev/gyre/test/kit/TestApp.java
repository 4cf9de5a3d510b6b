package dev.gyre.test.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An application that a test writes, in a folder of its own. For one thread. */
public final class TestApp implements AutoCloseable {
    private final Path folder;

    private TestApp(Path folder) {
        this.folder = folder;
    }

    /** @param manifest text of the {@code spin.toml} */
    public static TestApp of(String manifest) {
        try {
            return new TestApp(Files.createTempDirectory("gyre-app")).file("spin.toml", manifest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a text file, such as {@code gyre.toml}. */
    public TestApp file(String name, String content) {
        return file(name, content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** Adds a file, such as a module. */
    public TestApp file(String name, byte[] content) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path folder() {
        return folder;
    }

    /** What a component wrote to standard output so far. */
    public String stdout(String component) {
        return log(component + "_stdout.txt");
    }

    /** What a component wrote to standard error so far. */
    public String stderr(String component) {
        return log(component + "_stderr.txt");
    }

    private String log(String name) {
        try {
            Path log = TestContainer.logs(folder).resolve(name);
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Folders.delete(folder);
    }
}
