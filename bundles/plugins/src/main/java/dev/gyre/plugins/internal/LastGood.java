package dev.gyre.plugins.internal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.files.WholeFiles;

/**
 * What the plug-ins of {@code deploy/} ran with last, by the names of their jars: at the next start a jar that does not run then does not
 * cost the version before it. Thread-safe; blocks on the disk.
 */
final class LastGood {
    private static final Logger LOG = LoggerFactory.getLogger(LastGood.class);

    private final Path folder;

    /** @param folder made when it is needed */
    LastGood(Path folder) {
        this.folder = folder;
    }

    /** Forgets what is there no more. */
    void sweep(Path deploy) {
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
                for (Path kept : all) {
                    if (!Files.exists(deploy.resolve(kept.getFileName()), LinkOption.NOFOLLOW_LINKS)) {
                        delete(kept);
                    }
                }
            } catch (IOException e) {
                LOG.debug("{} cannot be read", folder, e);
            }
        }
    }

    /** What ran for a jar, when that is not what it is now. */
    Optional<Path> other(Path jar) {
        Path kept = file(jar);
        try {
            return Files.isRegularFile(kept) && (!Files.isRegularFile(jar) || Files.mismatch(kept, jar) >= 0) ? Optional.of(kept) : Optional.empty();
        } catch (IOException e) {
            return Optional.of(kept); // the jar cannot be read
        }
    }

    /** @param contents that run for a jar */
    void keep(Path jar, Path contents) {
        Path kept = file(jar);
        try {
            if (Files.isRegularFile(kept) && Files.mismatch(kept, contents) < 0) {
                return;
            }
            if (!made()) {
                return;
            }
            WholeFiles.replace(kept, Files.readAllBytes(contents));
        } catch (IOException e) {
            LOG.warn("{} runs, but what it runs with cannot be kept for a start with a broken one: {}", jar.getFileName(), e.toString());
        }
    }

    /** What serves from a folder that cannot be written has nothing to keep there. */
    private boolean made() {
        try {
            Files.createDirectories(folder);
            return Files.isWritable(folder);
        } catch (IOException e) {
            LOG.debug("{} cannot be made", folder, e);
            return false;
        }
    }

    void drop(Path jar) {
        delete(file(jar));
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("{} is left behind", file, e);
        }
    }

    private Path file(Path jar) {
        return folder.resolve(jar.getFileName());
    }
}
