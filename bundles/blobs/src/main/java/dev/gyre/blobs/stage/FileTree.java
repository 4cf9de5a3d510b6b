package dev.gyre.blobs.stage;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.files.Folders;
import dev.gyre.blobs.BlobStore;
import dev.gyre.blobs.BlobStore.Staging;
import dev.gyre.blobs.Digest;
import dev.gyre.blobs.Progress;

/** Stages the files and modules of one application below a folder. For one thread; blocks on disk and network. */
public final class FileTree {
    /** As many files and bytes as a local application may have by default. */
    public static final int MAX_FILES = 20_000;
    public static final long MAX_BYTES = 1L << 30;
    private static final Logger LOG = LoggerFactory.getLogger(FileTree.class);
    private static final int PARALLEL = 16;
    private static final int MAX_NAME = 100;

    private final Path staging;
    private final BlobStore store;
    private final boolean writable;
    private final Progress progress;
    private final List<Path> made = new ArrayList<>();
    private int files;
    private long bytes;

    /** @param writable whether guests may change their copies */
    public FileTree(Path staging, BlobStore store, boolean writable, Progress progress) {
        this.staging = staging;
        this.store = store;
        this.writable = writable;
        this.progress = progress;
    }

    /** A module, in a file that nobody may change. */
    public Path module(StagedFile module) {
        Path folder = staging.resolve("modules");
        Path target = folder.resolve(module.blob().digest().hex() + ".wasm");
        if (made.contains(target)) {
            return target;
        }
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(target);
        } catch (IOException e) {
            throw new GyreException("cannot stage modules in " + folder + ": " + e, e);
        }
        made.add(target);
        store.stage(module.blob(), module.source(), target, Staging.LINK, progress);
        return target;
    }

    /**
     * Files of a component, in a folder of its own.
     *
     * @return the folder
     * @throws GyreException when paths are not acceptable, contradict each other, or there is too much
     */
    public Path files(String component, List<StagedFile> wanted) {
        Map<Path, StagedFile> placed = placed(component, wanted);
        Path folder = staging.resolve("assets").resolve(folderName(component));
        try {
            Folders.delete(folder); // of an earlier run with the same staging folder
            made.add(folder);
            Files.createDirectories(folder);
            for (Path file : placed.keySet()) {
                Files.createDirectories(folder.resolve(file).getParent());
            }
        } catch (FileAlreadyExistsException e) {
            throw new GyreException("component \"" + component + "\": both a file and a folder would be staged at " + folder.relativize(Path.of(e.getFile())), e);
        } catch (IOException e) {
            throw new GyreException("cannot stage files in " + folder + ": " + e, e);
        }
        inParallel(placed.entrySet().stream().<Runnable>map(entry -> () -> copy(component, folder, entry.getKey(), entry.getValue())).toList());
        return folder;
    }

    private Map<Path, StagedFile> placed(String component, List<StagedFile> wanted) {
        Map<Path, StagedFile> placed = new LinkedHashMap<>();
        for (StagedFile file : wanted) {
            StagedFile before = placed.put(GuestPaths.relative(file.path()), file);
            if (before != null && !before.blob().digest().equals(file.blob().digest())) {
                throw new GyreException("component \"" + component + "\": two different files are to be staged at \"" + file.path() + "\"");
            }
            files++;
            bytes += file.blob().size();
            if (files > MAX_FILES || bytes > MAX_BYTES) {
                throw new GyreException("more than " + MAX_FILES + " files or " + MAX_BYTES + " bytes would be staged");
            }
        }
        return placed;
    }

    private void copy(String component, Path folder, Path file, StagedFile from) {
        Path target = folder.resolve(file);
        if (Files.isDirectory(target)) {
            throw new GyreException("component \"" + component + "\": both a file and a folder would be staged at " + file);
        }
        store.stage(from.blob(), from.source(), target, Staging.COPY, progress);
        boolean set = writable ? target.toFile().setWritable(true) : target.toFile().setReadOnly();
        if (!set) {
            throw new GyreException("cannot change the mode of " + target);
        }
    }

    private static void inParallel(List<Runnable> tasks) {
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(PARALLEL, Thread.ofVirtual().factory())) {
            try {
                tasks.forEach(task -> running.add(workers.submit(task)));
                for (Future<?> task : running) {
                    task.get();
                }
            } catch (ExecutionException e) {
                throw e.getCause() instanceof GyreException known ? known : new GyreException("cannot stage files: " + e.getCause(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new GyreException("staging files was interrupted", e);
            } finally {
                workers.shutdownNow();
            }
        }
    }

    /** Removes everything that was staged. */
    public void discard() {
        made.forEach(FileTree::remove);
    }

    /** Removes a file or a folder and all in it, if it is there; that it cannot be is logged. Follows no links. */
    public static void remove(Path path) {
        try {
            Folders.delete(path);
        } catch (IOException e) {
            LOG.warn("cannot remove staged files in {}: {}", path, e.toString());
        }
    }

    /** Readable, and different for different ids on every file system. */
    private static String folderName(String id) {
        String readable = id.replaceAll("[^-_a-zA-Z0-9]", "_");
        return readable.substring(0, Math.min(MAX_NAME, readable.length())) + "_"
                + Digest.of(id.getBytes(java.nio.charset.StandardCharsets.UTF_8)).hex();
    }
}
