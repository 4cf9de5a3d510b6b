package dev.gyre.wasi.backend.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;

import dev.gyre.wasi.backend.WasiError;
import dev.gyre.wasi.backend.internal.Found;
import dev.gyre.wasi.backend.internal.HostDirectory;
import dev.gyre.wasi.backend.internal.HostFile;
import dev.gyre.wasi.backend.internal.PathWalk;
import dev.gyre.wasi.backend.internal.PathWalk.Last;

/** Opens one path. */
final class Opener {
    /** A file that others create and remove all the time must not keep an event here for ever. */
    private static final int ATTEMPTS = 8;

    private final HostDirectory base;
    private final boolean writable;
    private final OpenRequest request;

    Opener(HostDirectory base, boolean writable, OpenRequest request) {
        this.base = base;
        this.writable = writable;
        this.request = request;
    }

    Node open(String path) throws IOException {
        if (request.create() && request.directory()) {
            throw WasiError.INVALID.exception();
        }
        // An exclusive creation takes a link for something that is there, as open(2) does.
        Last last = request.follow() && !(request.create() && request.exclusive()) ? Last.FOLLOW : Last.NO_FOLLOW;
        for (int attempt = 1;; attempt++) {
            try (Found found = PathWalk.find(base, path, last)) {
                return found.attributes().isPresent() ? existing(found, found.attributes().get()) : create(found);
            } catch (FileAlreadyExistsException e) {
                if (request.exclusive() || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private Node existing(Found found, BasicFileAttributes there) throws IOException {
        if (request.create() && request.exclusive()) {
            throw WasiError.EXISTS.exception();
        }
        if (there.isDirectory()) {
            return directory(found);
        }
        if (there.isSymbolicLink()) {
            throw WasiError.LOOP.exception();
        }
        if (request.directory() || found.slash()) {
            throw WasiError.NOT_DIRECTORY.exception();
        }
        if (!there.isRegularFile()) {
            throw WasiError.ACCESS.exception();
        }
        if (!writable && (request.write() || request.truncate())) {
            throw WasiError.READ_ONLY.exception();
        }
        return file(found, found.name(WasiError.IS_DIRECTORY), there);
    }

    private Directory directory(Found found) throws IOException {
        if (request.create() || request.truncate() || request.write()) {
            throw WasiError.IS_DIRECTORY.exception();
        }
        HostDirectory host = found.name().isPresent() ? found.parent().directory(found.name().get()) : found.parent().again();
        return new Directory(host, writable);
    }

    private RegularFile create(Found found) throws IOException {
        if (!request.create()) {
            throw WasiError.NO_ENTRY.exception();
        }
        if (found.slash()) {
            throw WasiError.IS_DIRECTORY.exception();
        }
        if (!writable) {
            throw WasiError.READ_ONLY.exception();
        }
        Path name = found.name(WasiError.IS_DIRECTORY);
        Set<OpenOption> options = options();
        options.add(StandardOpenOption.WRITE);
        options.add(StandardOpenOption.CREATE_NEW);
        FileChannel channel = found.parent().file(name, options);
        try {
            return regular(found, name, found.parent().attributes(name), channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private RegularFile file(Found found, Path name, BasicFileAttributes there) throws IOException {
        Set<OpenOption> options = options();
        if (request.write() || request.truncate()) {
            options.add(StandardOpenOption.WRITE);
        }
        if (request.truncate()) {
            options.add(StandardOpenOption.TRUNCATE_EXISTING);
        }
        return regular(found, name, there, found.parent().file(name, options));
    }

    private Set<OpenOption> options() {
        Set<OpenOption> options = new HashSet<>();
        if (request.read() || !request.write()) {
            options.add(StandardOpenOption.READ);
        }
        switch (request.sync()) {
            case NONE -> { }
            case DATA -> options.add(StandardOpenOption.DSYNC);
            case ALL -> options.add(StandardOpenOption.SYNC);
        }
        return options;
    }

    private RegularFile regular(Found found, Path name, BasicFileAttributes there, FileChannel channel) {
        Path path = found.parent().path().resolve(name);
        return new RegularFile(channel, new HostFile(path, HostDirectory.identity(path, there)), there, writable,
                request.read(), request.write());
    }
}
