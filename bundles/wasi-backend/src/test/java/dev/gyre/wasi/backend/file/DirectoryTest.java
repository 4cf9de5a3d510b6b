package dev.gyre.wasi.backend.file;

import static dev.gyre.wasi.backend.file.MountFixture.CREATE;
import static dev.gyre.wasi.backend.file.MountFixture.FOLDER;
import static dev.gyre.wasi.backend.file.MountFixture.fails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.gyre.api.app.Mount;
import dev.gyre.wasi.backend.WasiError;

class DirectoryTest {
    @TempDir
    Path temp;
    private MountFixture fixture;

    @BeforeEach
    void prepare() throws IOException {
        fixture = new MountFixture(temp);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void namesAreMadeRenamedAndRemovedAsOnUnix(boolean secure) throws IOException {
        try (Directory root = open(secure)) {
            root.createDirectory("made");
            root.createDirectory("made/deep/");
            fails(WasiError.EXISTS, () -> root.createDirectory("made"));
            fails(WasiError.EXISTS, () -> root.createDirectory("."));
            fails(WasiError.NO_ENTRY, () -> root.createDirectory("none/x"));
            fails(WasiError.NOT_EMPTY, () -> root.removeDirectory("made"));
            fails(WasiError.NOT_DIRECTORY, () -> root.removeDirectory("file"));
            fails(WasiError.INVALID, () -> root.removeDirectory("made/."));
            fails(WasiError.IS_DIRECTORY, () -> root.unlinkFile("made"));
            fails(WasiError.IS_DIRECTORY, () -> root.unlinkFile("made/"));
            fails(WasiError.NOT_DIRECTORY, () -> root.unlinkFile("file/"));
            fails(WasiError.NO_ENTRY, () -> root.unlinkFile("none"));
            fails(WasiError.IS_DIRECTORY, () -> root.rename("file", root, "made"));
            fails(WasiError.NOT_DIRECTORY, () -> root.rename("made", root, "file"));
            fails(WasiError.NOT_DIRECTORY, () -> root.rename("file", root, "new/"));
            fails(WasiError.NOT_EMPTY, () -> root.rename("dir", root, "made"));
            fails(WasiError.INVALID, () -> root.rename("made", root, "made/deep/inside"));
            fails(WasiError.BUSY, () -> root.rename(".", root, "x"));
            fails(WasiError.NOT_PERMITTED, () -> root.createLink("dir", root, "link"));
            fails(WasiError.EXISTS, () -> root.createLink("file", root, "made"));
            fails(WasiError.NO_ENTRY, () -> root.createLink("file", root, "link/"));
            fails(WasiError.EXISTS, () -> root.createSymbolicLink("x", "file"));
            fails(WasiError.NO_ENTRY, () -> root.createSymbolicLink("x", "link/"));
            fails(WasiError.NOT_DIRECTORY, () -> root.createSymbolicLink("x", "file/"));
            fails(WasiError.EXISTS, () -> root.createSymbolicLink("x", "made/"));
            fails(WasiError.INVALID, () -> root.readSymbolicLink("file"));
            root.rename("made/", root, "other/");
            root.rename("other/deep", root, "deep");
            root.rename("deep", root, "other");
            root.rename("file", root, "other/file");
            assertEquals("content", MountFixture.read(root.open("other/file", MountFixture.READ)));
            root.unlinkFile("other/file");
            root.removeDirectory("other/");
            assertEquals(Set.of(".", "..", "dir"), names(root));
        }
    }

    @Test
    void filesMoveAndAreLinkedBetweenMounts() throws IOException {
        Path second = Files.createDirectories(temp.resolve("second"));
        try (Directory root = open(true); Directory other = Directory.open(new Mount(second, "/second", true))) {
            root.createLink("file", other, "linked");
            assertEquals(root.stat("file", true).inode(), other.stat("linked", true).inode());
            root.rename("file", other, "moved");
            assertEquals("content", Files.readString(second.resolve("moved")));
            fails(WasiError.NO_ENTRY, () -> root.stat("file", true));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aListingTellsKindsAndInodesAndLeavesOutWhatIsNotUtf8(boolean secure) throws IOException {
        fixture.link("link", "none");
        Files.createFile(fixture.mount.resolve(raw("caf%C3%A9")));
        Files.createFile(fixture.mount.resolve(raw("bad%FF")));
        try (Directory root = open(secure)) {
            assertEquals(Set.of(".", "..", "dir", "file", "link", "café"), names(root));
            DirectoryListing listing = root.list();
            for (int i = 0; i < listing.size(); i++) {
                DirectoryEntry entry = listing.get(i);
                FileStat stat = root.stat(entry.name().equals("..") ? "." : entry.name(), false);
                assertEquals(stat.kind(), entry.kind(), entry.name());
                assertEquals(stat.inode(), entry.inode(), entry.name());
            }
            assertNotEquals(root.stat("dir", true).inode(), root.stat("file", true).inode());
            root.open("naïve", CREATE).close();
            assertEquals(1, Files.list(fixture.mount).filter(p -> p.toUri().getRawPath().endsWith("na%C3%AFve")).count());
            root.createSymbolicLink("café", "to-café");
            assertEquals("café", root.readSymbolicLink("to-café"));
            assertEquals(FileKind.REGULAR_FILE, root.stat("to-café", true).kind());
            Files.createSymbolicLink(fixture.mount.resolve("to-bad"), raw("bad%FF"));
            fails(WasiError.ILLEGAL_BYTE_SEQUENCE, () -> root.readSymbolicLink("to-bad"));
            fails(WasiError.ILLEGAL_BYTE_SEQUENCE, () -> root.stat("to-bad", true));
        }
    }

    @Test
    void whatGoesAwayDuringAListingIsUnknown() throws IOException {
        try (Directory root = open(true)) {
            DirectoryListing listing = root.list();
            root.unlinkFile("file");
            List<DirectoryEntry> entries = IntStream.range(0, listing.size()).mapToObj(listing::get).toList();
            assertEquals(List.of(new DirectoryEntry("file", FileKind.OTHER, 0)), entries.stream().filter(e -> e.inode() == 0).toList());
        }
    }

    @Test
    void anOpenFolderStaysUsableWhenItIsRenamed() throws IOException {
        try (Directory root = open(true); Directory dir = (Directory) root.open("dir", FOLDER)) {
            root.rename("dir", root, "renamed");
            assertEquals("nested", MountFixture.read(dir.open("nested/file", MountFixture.READ)));
            dir.open("made", CREATE).close();
            dir.unlinkFile("made");
            // The JDK can do these by path only, and the path leads elsewhere now.
            fails(WasiError.NO_ENTRY, () -> dir.createDirectory("made"));
            Files.createDirectories(fixture.mount.resolve("dir"));
            fails(WasiError.NO_ENTRY, () -> dir.createDirectory("made"));
        }
    }

    private static Path raw(String percented) {
        return Path.of(URI.create("file:///" + percented)).getFileName();
    }

    private static Set<String> names(Directory directory) {
        DirectoryListing listing = directory.list();
        return IntStream.range(0, listing.size()).mapToObj(i -> listing.get(i).name()).collect(Collectors.toSet());
    }

    private Directory open(boolean secure) throws IOException {
        return secure ? fixture.open(true) : fixture.openPortable(true);
    }
}
