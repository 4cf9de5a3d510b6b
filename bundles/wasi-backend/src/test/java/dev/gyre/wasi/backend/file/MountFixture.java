package dev.gyre.wasi.backend.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.function.Executable;

import dev.gyre.api.app.Mount;
import dev.gyre.wasi.backend.WasiError;
import dev.gyre.wasi.backend.WasiException;
import dev.gyre.wasi.backend.file.OpenRequest.Sync;
import dev.gyre.wasi.backend.internal.HostDirectory;

/** A mount with something in it, and secrets beside it. */
final class MountFixture {
    static final OpenRequest READ = new OpenRequest(true, false, false, false, false, true, false, Sync.NONE);
    static final OpenRequest WRITE = new OpenRequest(true, false, false, false, false, false, true, Sync.NONE);
    static final OpenRequest CREATE = new OpenRequest(true, true, false, false, false, true, true, Sync.NONE);
    static final OpenRequest FOLDER = new OpenRequest(true, false, false, false, true, false, false, Sync.NONE);

    final Path outside;
    final Path mount;

    MountFixture(Path temp) throws IOException {
        outside = Files.createDirectories(temp.resolve("outside"));
        mount = Files.createDirectories(outside.resolve("mount"));
        Files.writeString(outside.resolve("secret"), "secret");
        Files.createDirectories(outside.resolve("mount-beside"));
        Files.writeString(outside.resolve("mount-beside/secret"), "secret");
        Files.createDirectories(mount.resolve("dir/nested"));
        Files.writeString(mount.resolve("file"), "content");
        Files.writeString(mount.resolve("dir/nested/file"), "nested");
    }

    Directory open(boolean writable) {
        return Directory.open(new Mount(mount, "/", writable));
    }

    /** The same by paths, as on a host where the JDK has nothing better. */
    Directory openPortable(boolean writable) throws IOException {
        return new Directory(HostDirectory.openPortable(mount), writable);
    }

    void link(String name, String target) throws IOException {
        Files.createSymbolicLink(mount.resolve(name), Path.of(target));
    }

    static String read(Node node) {
        try (RegularFile file = (RegularFile) node) {
            ByteBuffer buffer = ByteBuffer.allocate(100);
            int read = file.read(buffer, 0);
            return new String(buffer.array(), 0, read, StandardCharsets.UTF_8);
        }
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static void fails(WasiError expected, String what, Executable call) {
        assertEquals(expected, assertThrows(WasiException.class, call, what).error(), what);
    }

    static void fails(WasiError expected, Executable call) {
        fails(expected, "", call);
    }
}
