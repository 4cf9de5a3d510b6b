package dev.gyre.wasi.backend.file;

import static dev.gyre.wasi.backend.file.MountFixture.fails;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.api.app.Mount;
import dev.gyre.wasi.backend.WasiError;
import dev.gyre.wasi.backend.file.OpenRequest.Sync;

/** Attack list D, 24. */
class ReadOnlyMountTest {
    private static final OptionalLong NOW = OptionalLong.of(1_700_000_000_000_000_000L);

    @TempDir
    Path temp;
    private MountFixture fixture;
    private Path scratch;

    @BeforeEach
    void prepare() throws IOException {
        fixture = new MountFixture(temp);
        fixture.link("link", "file");
        Files.createDirectories(fixture.mount.resolve("empty"));
        scratch = Files.createDirectories(temp.resolve("scratch"));
        Files.writeString(scratch.resolve("own"), "own");
    }

    @Test
    void everyChangeIsRefused() throws IOException {
        Map<String, String> before = snapshot();
        try (Directory root = fixture.open(false);
                Directory dir = (Directory) root.open("dir", MountFixture.FOLDER);
                RegularFile file = (RegularFile) root.open("file", MountFixture.READ);
                Directory writable = Directory.open(new Mount(scratch, "/tmp", true))) {
            Map<String, Executable> changes = new LinkedHashMap<>();
            changes.put("open to write", () -> root.open("file", MountFixture.WRITE));
            changes.put("open to read and write", () -> root.open("file", request(false, false, true, true)));
            changes.put("open to truncate", () -> root.open("file", request(false, true, false, false)));
            changes.put("open to read and truncate", () -> root.open("file", request(false, true, true, false)));
            changes.put("open to write through a link", () -> root.open("link", MountFixture.WRITE));
            changes.put("truncate through a link", () -> root.open("link", request(false, true, true, false)));
            changes.put("create", () -> root.open("new", MountFixture.CREATE));
            changes.put("create to read", () -> root.open("new", request(true, false, true, false)));
            changes.put("create and truncate", () -> root.open("file", request(true, true, true, false)));
            changes.put("write from a folder of it", () -> dir.open("nested/file", MountFixture.WRITE));
            changes.put("create in a folder of it", () -> dir.open("nested/new", MountFixture.CREATE));
            changes.put("mkdir", () -> root.createDirectory("new"));
            changes.put("rmdir", () -> root.removeDirectory("empty"));
            changes.put("unlink", () -> root.unlinkFile("file"));
            changes.put("unlink in a folder of it", () -> dir.unlinkFile("nested/file"));
            changes.put("symlink", () -> root.createSymbolicLink("file", "new"));
            changes.put("rename within", () -> root.rename("file", root, "new"));
            changes.put("rename out of", () -> root.rename("file", writable, "stolen"));
            changes.put("rename into", () -> writable.rename("own", root, "new"));
            changes.put("rename over", () -> writable.rename("own", root, "file"));
            changes.put("link within", () -> root.createLink("file", root, "new"));
            changes.put("link out of", () -> root.createLink("file", writable, "stolen"));
            changes.put("link into", () -> writable.createLink("own", root, "new"));
            changes.put("times by path", () -> root.setTimes("file", true, NOW, NOW));
            changes.put("times of a link", () -> root.setTimes("link", false, NOW, NOW));
            changes.put("times of the folder", () -> root.setTimes(NOW, NOW));
            changes.put("times of an open folder", () -> dir.setTimes(NOW, NOW));
            changes.put("times of an open file", () -> file.setTimes(NOW, NOW));
            changes.forEach((what, change) -> fails(WasiError.READ_ONLY, what, change));
            fails(WasiError.BAD_DESCRIPTOR, () -> file.write(MountFixture.bytes("x"), 0));
            fails(WasiError.BAD_DESCRIPTOR, () -> file.append(MountFixture.bytes("x")));
            fails(WasiError.BAD_DESCRIPTOR, () -> file.setSize(0));
            fails(WasiError.BAD_DESCRIPTOR, () -> file.allocate(0, 100));
        }
        assertEquals(before, snapshot());
    }

    @Test
    void readingWorksWhateverElseIsAskedFor() throws IOException {
        try (Directory root = fixture.open(false)) {
            assertEquals("content", MountFixture.read(root.open("link", MountFixture.READ)));
            assertEquals("content", MountFixture.read(root.open("file", request(true, false, true, false))));
            assertEquals("file", root.readSymbolicLink("link"));
        }
    }

    private static OpenRequest request(boolean create, boolean truncate, boolean read, boolean write) {
        return new OpenRequest(true, create, false, truncate, false, read, write, Sync.NONE);
    }

    private Map<String, String> snapshot() throws IOException {
        Map<String, String> all = new TreeMap<>();
        for (Path base : new Path[] {fixture.outside, scratch}) {
            try (var files = Files.walk(base)) {
                for (Path p : files.toList()) {
                    all.put(p.toString(), Files.getLastModifiedTime(p, LinkOption.NOFOLLOW_LINKS)
                            + " " + Files.getAttribute(p, "unix:nlink", LinkOption.NOFOLLOW_LINKS)
                            + " " + (Files.isRegularFile(p) ? Files.readString(p) : ""));
                }
            }
        }
        return all;
    }
}
