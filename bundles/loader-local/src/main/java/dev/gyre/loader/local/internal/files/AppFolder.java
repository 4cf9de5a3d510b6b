package dev.gyre.loader.local.internal.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

import dev.gyre.api.GyreException;
import dev.gyre.loader.local.internal.Failures;

/**
 * The folder of an application, which nothing that is staged may come from outside of.
 *
 * @param path    as the user named it, absolute
 * @param real    without symbolic links
 * @param staging where files are staged, without symbolic links; never staged itself
 */
public record AppFolder(Path path, Path real, Path staging) {

    /** @throws GyreException when the application's is not there or the other one cannot be made */
    public static AppFolder of(Path path, Path staging) {
        try {
            return new AppFolder(path, path.toRealPath(), Files.createDirectories(staging).toRealPath());
        } catch (IOException e) {
            throw new GyreException("cannot read the folder " + path + " or " + staging + ": " + Failures.reason(e), e);
        }
    }

    /**
     * Where an entry of the folder really is.
     *
     * @param entry below {@link #path}; only its last name may be a symbolic link that was not checked before
     * @return its real path; nothing when it is a symbolic link to nowhere
     * @throws RefusedException when a symbolic link leads out of the folder
     */
    Optional<Path> resolve(Path entry) throws IOException {
        if (!Files.exists(entry, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        if (!Files.isSymbolicLink(entry)) {
            return Optional.of(entry);
        }
        if (!Files.exists(entry)) {
            return Optional.empty();
        }
        return Optional.of(inside(entry));
    }

    /**
     * A folder of the application.
     *
     * @param source relative path without {@code ..}
     */
    Path directory(String source) throws IOException {
        Path directory = path.resolve(source).normalize();
        if (!Files.isDirectory(directory)) {
            throw new RefusedException("the source " + source + (Files.exists(directory) ? " is not a folder" : " does not exist")
                    + "; it must be a folder below " + path);
        }
        inside(directory);
        return directory;
    }

    private Path inside(Path entry) throws IOException {
        Path target = entry.toRealPath();
        if (!target.startsWith(real)) {
            throw new RefusedException(path.relativize(entry) + " is a symbolic link to " + target
                    + ", outside of the application's folder; only files below " + path + " can be staged");
        }
        return target;
    }
}
