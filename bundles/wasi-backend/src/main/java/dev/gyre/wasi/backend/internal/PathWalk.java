package dev.gyre.wasi.backend.internal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

import dev.gyre.wasi.backend.WasiError;

/**
 * Follows a guest's path from an open folder, one component at a time, as the kernel would if that folder were the root of
 * everything: nothing leads above it, neither {@code ..} nor a link, and absolute paths lead nowhere. The host never sees more
 * than one component, nor a link it could follow.
 */
public final class PathWalk implements AutoCloseable {
    /** As on Linux. */
    private static final int MAX_PATH = 4096;
    private static final int MAX_LINKS = 40;
    /** A path of {@code ..} after {@code ..} walks again from the start each time; this bounds what one path can cost. */
    private static final int MAX_OPENED = 2048;

    /** What to do when the last component is a symbolic link. */
    public enum Last {
        FOLLOW,
        /** Take the link itself, but follow it before a slash: {@code link/} means the folder. */
        NO_FOLLOW,
        /** Take the name itself, slash or not: what makes, renames or removes names. */
        NAME
    }

    private final HostDirectory base;
    private final Last last;
    private final Deque<String> todo = new ArrayDeque<>();
    /** The folders from the base to the current one, links resolved. */
    private final List<Path> names = new ArrayList<>();
    private HostDirectory current;
    private boolean slash;
    private int links;
    private int opened;

    private PathWalk(HostDirectory base, Last last) {
        this.base = base;
        this.current = base;
        this.last = last;
    }

    /**
     * @param path as the guest gave it
     * @throws dev.gyre.wasi.backend.WasiException {@link WasiError#NOT_PERMITTED} when it leads out of the folder
     */
    public static Found find(HostDirectory base, String path, Last last) throws IOException {
        if (path.isEmpty()) {
            throw WasiError.NO_ENTRY.exception();
        }
        if (path.length() > MAX_PATH) {
            throw WasiError.NAME_TOO_LONG.exception();
        }
        try (PathWalk walk = new PathWalk(base, last)) {
            walk.expand(path);
            return walk.run();
        }
    }

    private Found run() throws IOException {
        while (!todo.isEmpty()) {
            String component = todo.pop();
            if (component.equals(".")) {
                continue;
            }
            if (component.equals("..")) {
                up();
                continue;
            }
            Path name = HostNames.toHost(base.path(), component);
            if (!todo.isEmpty()) {
                down(name);
                continue;
            }
            Optional<BasicFileAttributes> there = attributes(name);
            if (there.isPresent() && there.get().isSymbolicLink() && (last == Last.FOLLOW || last == Last.NO_FOLLOW && slash)) {
                follow(name);
                continue;
            }
            return found(Optional.of(name), there);
        }
        return found(Optional.empty(), Optional.of(current.attributes()));
    }

    private Found found(Optional<Path> name, Optional<BasicFileAttributes> there) {
        Found result = new Found(current, current != base, name, there, slash);
        current = base;
        return result;
    }

    /** Puts a path, or a link's target, before what is still to be walked. */
    private void expand(String path) {
        if (path.indexOf('\0') >= 0) {
            throw WasiError.INVALID.exception();
        }
        if (path.startsWith("/")) {
            throw WasiError.NOT_PERMITTED.exception();
        }
        if (todo.isEmpty()) {
            slash |= path.endsWith("/");
        }
        String[] components = path.split("/+");
        for (int i = components.length - 1; i >= 0; i--) {
            todo.push(components[i]);
        }
    }

    private void down(Path name) throws IOException {
        // Looked at before it is opened: the JDK would open a pipe or a device too, and wait for it.
        BasicFileAttributes there = current.attributes(name);
        if (there.isSymbolicLink()) {
            follow(name);
        } else if (there.isDirectory()) {
            become(open(current, name));
            names.add(name);
        } else {
            throw WasiError.NOT_DIRECTORY.exception();
        }
    }

    /** Back to the parent, by the way we came: the folder itself may have been moved out of the mount since. */
    private void up() throws IOException {
        if (names.isEmpty()) {
            throw WasiError.NOT_PERMITTED.exception();
        }
        names.removeLast();
        become(base);
        for (Path name : names) {
            become(open(current, name));
        }
    }

    private void follow(Path name) throws IOException {
        if (++links > MAX_LINKS) {
            throw WasiError.LOOP.exception();
        }
        String target = HostNames.targetToGuest(current.readSymbolicLink(name)).orElseThrow(WasiError.ILLEGAL_BYTE_SEQUENCE::exception);
        if (target.isEmpty()) {
            throw WasiError.NO_ENTRY.exception();
        }
        expand(target);
    }

    private Optional<BasicFileAttributes> attributes(Path name) throws IOException {
        try {
            return Optional.of(current.attributes(name));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private HostDirectory open(HostDirectory from, Path name) throws IOException {
        if (++opened > MAX_OPENED) {
            throw WasiError.LOOP.exception();
        }
        return from.directory(name);
    }

    private void become(HostDirectory next) throws IOException {
        HostDirectory before = current;
        current = next;
        if (before != base) {
            before.close();
        }
    }

    /** Closes what a walk that failed half-way has open. */
    @Override
    public void close() throws IOException {
        become(base);
    }
}
