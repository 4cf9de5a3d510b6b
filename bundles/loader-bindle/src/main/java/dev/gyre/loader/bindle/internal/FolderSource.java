package dev.gyre.loader.bindle.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

import dev.gyre.api.GyreException;
import dev.gyre.bindle.BindleId;
import dev.gyre.bindle.Label;
import dev.gyre.bindle.StandaloneBindle;
import dev.gyre.blobs.BlobSource;

/** Standalone bindles in a folder, which need no server. */
final class FolderSource implements BindleSource {
    private final Path folder;

    /** @param folder of one bindle or of several */
    FolderSource(Path folder) {
        this.folder = folder;
    }

    @Override
    public String name() {
        return folder.toUri().toString();
    }

    private StandaloneBindle bindle(BindleId id) {
        StandaloneBindle one = new StandaloneBindle(folder);
        return Files.exists(one.invoice()) ? one : StandaloneBindle.of(folder, id);
    }

    @Override
    public Optional<byte[]> invoice(BindleId id) {
        try (InputStream in = Files.newInputStream(bindle(id).invoice())) {
            return Optional.of(in.readNBytes(HttpSource.MAX_INVOICE + 1));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new GyreException("cannot read " + bindle(id).invoice() + ": " + e, e);
        }
    }

    @Override
    public BlobSource parcel(BindleId id, Label label) {
        return offset -> {
            try {
                InputStream in = Files.newInputStream(bindle(id).parcel(label.sha256()));
                in.skipNBytes(offset);
                return new BlobSource.Part(in, offset);
            } catch (NoSuchFileException e) {
                throw new GyreException("the bindle " + id + " is not complete: its parcel " + label.name() + " is missing (" + e.getFile() + ")", e);
            }
        };
    }

    @Override
    public void close() {
        // nothing is open
    }
}
