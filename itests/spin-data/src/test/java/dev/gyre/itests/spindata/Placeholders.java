package dev.gyre.itests.spindata;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.app.Mount;
import dev.gyre.locked.ContentRef;
import dev.gyre.locked.ContentWriter;
import dev.gyre.locked.LockedFile;

/** Refers to content as Spin's snapshots do, which have placeholders for folders. */
record Placeholders(String manifest) implements ContentWriter {
    static Application staged(Application app) {
        return app.withComponents(app.components().stream().map(c -> c.files().isEmpty() ? c
                : c.toBuilder().mounts(List.of(new Mount(Path.of("<temp-dir>/assets/" + c.id()), "/", false))).build()).toList());
    }

    @Override
    public ContentRef module(ModuleSource module) {
        return ContentRef.source(switch (module) {
            case ModuleSource.File(Path path) -> "file://<test-dir>/" + path;
            case ModuleSource.Url url -> "file://<cache-dir>/spin/registry/wasm/" + url.digest();
            default -> throw new IllegalArgumentException(module.toString());
        });
    }

    @Override
    public List<LockedFile> files(Mount mount) {
        return List.of(new LockedFile(ContentRef.source("file://" + mount.host()), mount.guest()));
    }

    @Override
    public Optional<String> origin() {
        return Optional.of("file://<test-dir>/" + manifest);
    }
}
