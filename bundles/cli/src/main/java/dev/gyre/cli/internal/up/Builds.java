package dev.gyre.cli.internal.up;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.GyreException;
import dev.gyre.api.Printable;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.BuildSpec;
import dev.gyre.api.app.Component;
import dev.gyre.api.app.ModuleSource;
import dev.gyre.api.app.Origin;
import dev.gyre.cli.internal.build.Build;

/** Builds components again when the sources change that their {@code build.watch} names. For one thread; blocks while it builds. */
final class Builds {
    static final Builds NONE = new Builds(Path.of(""), List.of());

    private final Path folder;
    private final List<Component> components;
    private final Map<String, Map<Path, Long>> seen = new HashMap<>();

    private Builds(Path folder, List<Component> components) {
        this.folder = folder;
        this.components = components;
    }

    static Builds of(Application application) {
        return application.info().origin() instanceof Origin.Manifest manifest
                ? new Builds(manifest.file().toAbsolutePath().getParent(), application.components().stream().filter(c -> c.build().isPresent()).toList())
                : NONE;
    }

    /** The same, knowing of sources what another one knew, whose components they may have changed since. */
    Builds after(Builds before) {
        components.forEach(c -> seen.put(c.id(), Optional.ofNullable(before.seen.get(c.id())).orElseGet(() -> sources(c.build().orElseThrow()))));
        return this;
    }

    /** Builds what has no module yet. */
    void missing() {
        for (Component component : components) {
            if (component.source() instanceof ModuleSource.File file && !Files.exists(folder.resolve(file.path()))) {
                run(component.id(), component.build().orElseThrow());
            }
        }
    }

    /** Builds what is out of date; what fails is told, and tried again when its sources change again. */
    void look() {
        for (Component component : components) {
            BuildSpec build = component.build().orElseThrow();
            Map<Path, Long> now = sources(build);
            if (!now.equals(seen.put(component.id(), now))) {
                run(component.id(), build);
            }
        }
    }

    private void run(String id, BuildSpec build) {
        try {
            new Build(folder, id, build).run();
        } catch (GyreException e) {
            System.err.println("Error: " + Printable.of(e.getMessage()) + "; tried again when a source is saved");
        }
    }

    private Map<Path, Long> sources(BuildSpec build) {
        if (build.watch().isEmpty()) {
            return Map.of();
        }
        Path root = new Build(folder, "", build).workdir();
        List<PathMatcher> watched = build.watch().stream().map(g -> FileSystems.getDefault().getPathMatcher("glob:" + g)).toList();
        Map<Path, Long> out = new HashMap<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    String name = String.valueOf(directory.getFileName());
                    boolean other = !directory.equals(root) && (name.startsWith(".") || name.equals("node_modules") || name.equals("target"));
                    return other ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    Path relative = root.relativize(file);
                    if (watched.stream().anyMatch(w -> w.matches(relative))) {
                        out.put(file, attributes.lastModifiedTime().toMillis() * 31 + attributes.size());
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            // nothing to be watched then
        }
        return out;
    }
}
