package dev.gyre.cli.internal.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.gyre.api.GyreException;
import dev.gyre.api.Printable;
import dev.gyre.api.app.BuildSpec;

/**
 * The build of one component.
 *
 * @param folder of the manifest
 */
public record Build(Path folder, String component, BuildSpec build) {
    /** Where its commands run. */
    public Path workdir() {
        return folder.resolve(build.workdir().orElse("")).normalize();
    }

    /**
     * Runs its commands one after the other in a shell, whose output is the process's. Blocks; an interrupt ends the command.
     *
     * @throws GyreException for the first one that fails
     */
    public void run() {
        if (!Files.isDirectory(workdir())) {
            throw new GyreException("Build of component " + component + " failed: its workdir " + build.workdir().orElse("") + " is no folder of " + folder);
        }
        for (String command : build.commands()) {
            System.out.println("Building component " + Printable.of(component) + " with `" + Printable.of(command) + "`");
            build.workdir().ifPresent(w -> System.out.println("Working directory: \"" + Printable.of(workdir().toString()) + '"'));
            run(command);
        }
    }

    private void run(String command) {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        try {
            Process process = new ProcessBuilder(windows ? List.of("cmd", "/c", command) : List.of("sh", "-c", command)).directory(workdir().toFile()).inheritIO().start();
            try {
                int code = process.waitFor();
                if (code != 0) {
                    throw new GyreException("Build command for component " + component + " failed with status Exited(" + code + ")");
                }
            } finally {
                process.destroy();
            }
        } catch (IOException e) {
            throw new GyreException("Build command for component " + component + " cannot be run: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GyreException("Build of component " + component + " was interrupted", e);
        }
    }
}
