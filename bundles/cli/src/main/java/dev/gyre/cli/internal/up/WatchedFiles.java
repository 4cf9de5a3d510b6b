package dev.gyre.cli.internal.up;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.gyre.api.app.Application;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.Dependency;
import dev.gyre.api.app.FileSpec;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.app.Origin;

/**
 * The files an application was loaded from: manifest, settings, modules, and whatever lies in the folders its {@code files} name.
 * {@link #look} is for one thread.
 */
final class WatchedFiles {
    /** More files are too many to look at several times a second. */
    private static final int MOST = 20_000;
    private static final String SETTINGS = "gyre.toml";

    private final Set<Path> roots = new LinkedHashSet<>();

    /** What tells one state of a file from another without reading it. */
    record Stamp(FileTime modified, long size, Object key) {
    }

    private WatchedFiles() {
    }

    /** A manifest and its settings, whatever they say, and others. */
    static WatchedFiles at(Path manifest, Optional<Path> other) {
        WatchedFiles out = new WatchedFiles();
        out.roots.add(manifest);
        out.roots.add(manifest.resolveSibling(SETTINGS));
        other.ifPresent(out.roots::add);
        return out;
    }

    /** These and those of an application, loaded or as its manifest says. */
    WatchedFiles and(Application application) {
        WatchedFiles out = of(application);
        out.roots.addAll(roots);
        return out;
    }

    static WatchedFiles of(Application application) {
        WatchedFiles out = new WatchedFiles();
        Path base = application.info().origin() instanceof Origin.Manifest manifest ? manifest.file().toAbsolutePath().getParent() : Path.of("");
        for (Component component : application.components()) {
            Stream.concat(Stream.of(component.source()), component.dependencies().values().stream().map(Dependency::source)).forEach(source -> {
                if (source instanceof ModuleSource.File file) {
                    out.roots.add(base.resolve(file.path()));
                }
            });
        }
        if (!application.runtimeConfig().keys().isEmpty()) {
            out.roots.add(Path.of(application.runtimeConfig().position().source()));
        }
        if (application.info().origin() instanceof Origin.Manifest manifest) {
            out.roots.add(manifest.file());
            out.roots.add(base.resolve(SETTINGS));
            application.components().stream().flatMap(c -> c.files().stream()).map(f -> base.resolve(root(f))).forEach(out.roots::add);
        }
        return out;
    }

    /** The folder below which a pattern's files are, or the file it names. */
    private static String root(FileSpec spec) {
        return switch (spec) {
            case FileSpec.Directory directory -> directory.source();
            case FileSpec.Glob glob -> {
                int special = glob.pattern().replaceAll("[*?\\[{]", "*").indexOf('*');
                yield special < 0 ? glob.pattern() : glob.pattern().substring(0, glob.pattern().lastIndexOf('/', special) + 1);
            }
        };
    }

    /** The files as they are now. */
    Map<Path, Stamp> look() {
        Map<Path, Stamp> out = new HashMap<>();
        for (Path root : roots) {
            try {
                // a link is looked through: what it leads to may change, and some tools replace a file by leading it elsewhere
                Files.walkFileTree(root, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                        boolean hidden = !folder.equals(root) && folder.getFileName().toString().startsWith(".");
                        return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes a) {
                        out.put(file, new Stamp(a.lastModifiedTime(), a.size(), String.valueOf(a.fileKey())));
                        return out.size() < MOST ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure) {
                        return FileVisitResult.CONTINUE;
                    }
                });
            } catch (IOException e) {
                // it is as if it were not there
            }
        }
        return out;
    }
}
