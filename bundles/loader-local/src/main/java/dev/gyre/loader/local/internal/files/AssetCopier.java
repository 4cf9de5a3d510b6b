package dev.gyre.loader.local.internal.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.gyre.api.GyreException;
import dev.gyre.loader.local.internal.Failures;

/** Copies files into one folder, several at once. Blocks. */
final class AssetCopier {
    private static final int PARALLEL = 16;

    private final Path target;
    private final boolean writable;

    /** @param writable whether the guest may change the copies */
    AssetCopier(Path target, boolean writable) {
        this.target = target;
        this.writable = writable;
    }

    /** @throws GyreException for the first file that cannot be copied */
    void copy(List<Asset> assets) throws IOException {
        Files.createDirectories(target);
        makeFolders(assets);
        List<Future<?>> copies = new ArrayList<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(PARALLEL, Thread.ofVirtual().factory())) {
            try {
                assets.forEach(asset -> copies.add(workers.submit(() -> copy(asset))));
                for (Future<?> copy : copies) {
                    copy.get();
                }
            } catch (ExecutionException e) {
                throw e.getCause() instanceof GyreException known ? known : new GyreException("cannot copy files: " + e.getCause(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new GyreException("staging files was interrupted", e);
            } finally {
                workers.shutdownNow();
            }
        }
    }

    private void makeFolders(List<Asset> assets) throws IOException {
        Set<Path> folders = new LinkedHashSet<>();
        for (Asset asset : assets) {
            Path parent = asset.destination().getParent();
            if (parent != null) {
                folders.add(parent);
            }
        }
        for (Path folder : folders) {
            Files.createDirectories(target.resolve(folder));
        }
    }

    private void copy(Asset asset) {
        Path to = target.resolve(asset.destination());
        try {
            Files.copy(asset.source(), to);
            // the mode of the original is of no concern
            boolean set = writable ? to.toFile().setWritable(true) : to.toFile().setReadOnly();
            if (!set) {
                throw new IOException("cannot change its mode");
            }
        } catch (FileAlreadyExistsException e) {
            throw new GyreException("both a file and a folder would be staged at /" + asset.destination() + "; give them different destinations", e);
        } catch (IOException e) {
            throw new GyreException("cannot copy " + asset.source() + " to " + to + ": " + Failures.reason(e), e);
        }
    }
}
