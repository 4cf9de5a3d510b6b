package dev.gyre.loader.local.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.api.app.Mount;

/** {@code files} and {@code exclude_files}. */
class FilesTest {
    private static final String AT = "APP/spin.toml:9:10: component[0].files[0]: component \"c/1\": ";

    @TempDir
    Path temp;
    private TestApp app;

    @BeforeEach
    void makeAnApplication() throws IOException {
        app = new TestApp(temp);
        for (String path : new String[] {"static/a.txt", "static/.hidden", "static/sub/b.txt", "static/sub/deep/c.css", "top.txt", "Top.TXT"}) {
            app.file(path);
        }
    }

    private Set<String> staged(String fields) throws IOException {
        return app.component(fields).staged().keySet();
    }

    private String refused(String fields) throws IOException {
        return app.component(fields).refusal();
    }

    @Test
    void patternsKeepRelativePaths() throws IOException {
        assertEquals(Map.of("/static/a.txt", "static/a.txt"), app.component("files = [\"static/*.txt\"]").staged());
        assertEquals(Set.of("/static/a.txt", "/static/.hidden"), staged("files = [\"static/*\"]"));
        assertEquals(Set.of("/static/a.txt", "/static/.hidden", "/static/sub/b.txt", "/static/sub/deep/c.css"), staged("files = [\"static/**/*\"]"));
        assertEquals(Set.of("/static/a.txt", "/static/sub/b.txt", "/top.txt"), staged("files = [\"**/*.txt\"]"));
        assertEquals(Set.of("/static/sub/b.txt"), staged("files = [\"*/*/*.txt\"]"));
        assertEquals(Set.of("/static/sub/deep/c.css"), staged("files = [\"**/deep/**/[a-c].c?s\"]"));
        assertEquals(Set.of("/top.txt"), staged("files = [\"./top.txt\"]"));
        assertEquals(Set.of("/top.txt", "/static/a.txt"), staged("files = [\"top.txt\", \"static//a.txt\", \"top.txt\"]"));
    }

    @Test
    void patternsThatNameOnlyFoldersStageNothing() throws IOException {
        for (String pattern : new String[] {"static", "static/", "static/**", "none/*", "."}) {
            assertEquals(Set.of(), staged("files = [\"" + pattern + "\"]"), pattern);
        }
    }

    @Test
    void foldersArePlacedWhole() throws IOException {
        assertEquals(Map.of("/www/a.txt", "static/a.txt", "/www/.hidden", "static/.hidden", "/www/sub/b.txt", "static/sub/b.txt",
                "/www/sub/deep/c.css", "static/sub/deep/c.css"),
                app.component("files = [{ source = \"static/\", destination = \"/www\" }]").staged());
        assertEquals(Set.of("/b.txt", "/deep/c.css"), staged("files = [{ source = \"static/sub\", destination = \"/\" }]"));
        assertEquals(Set.of("/x/y/b.txt", "/x/y/deep/c.css"), staged("files = [{ source = \"./static/sub\", destination = \"//x/./y/\" }]"));
    }

    @Test
    void placedFoldersWinOverPatterns() throws IOException {
        app.file("other/top.txt");
        assertEquals(Map.of("/top.txt", "other/top.txt"),
                app.component("files = [{ source = \"other\", destination = \"/\" }, \"top.txt\"]").staged());
    }

    @Test
    void excludedFilesAreLeftOutAndTheirStarsCrossFolders() throws IOException {
        assertEquals(Set.of("/static/.hidden", "/static/sub/deep/c.css"), staged("files = [\"static/**/*\"]\nexclude_files = [\"static/*.txt\"]"));
        assertEquals(Set.of("/a.txt", "/.hidden"), staged("files = [{ source = \"static\", destination = \"/\" }]\nexclude_files = [\"static/sub/**/*\"]"));
        assertEquals("APP/spin.toml:5:1: component[0].exclude_files[0]: component \"c/1\": the pattern \"a**\" uses ** wrongly;"
                + " it must stand alone between slashes, as in \"a/**/b\"", refused("files = [\"*\"]\nexclude_files = [\"a**\"]"));
    }

    @Test
    void theMountIsReadOnlyUnlessAskedOtherwise() throws IOException {
        Path source = app.folder.resolve("static/a.txt");
        Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("r--r-----"));
        app.component("files = [\"static/a.txt\"]");
        for (boolean writes : new boolean[] {false, true}) {
            app.transientWrites = writes;
            Mount mount = app.load().components().getFirst().mounts().getFirst();
            assertEquals("/", mount.guest());
            assertEquals(writes, mount.writable());
            assertEquals(app.staging.resolve("assets/c_1_" + Sha256.hex("c/1")), mount.host());
            String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(mount.host().resolve("static/a.txt")));
            assertEquals(writes, mode.charAt(1) == 'w', mode);
        }
    }

    @Test
    void changingACopyLeavesTheOriginalAlone() throws IOException {
        app.transientWrites = true;
        Path copy = app.component("files = [\"top.txt\"]").load().components().getFirst().mounts().getFirst().host().resolve("top.txt");
        Files.writeString(copy, "changed");
        assertEquals("top.txt", Files.readString(app.folder.resolve("top.txt")));
    }

    @Test
    void filesOfAnEarlierRunAreGone() throws IOException {
        assertEquals(Set.of("/top.txt"), staged("files = [\"top.txt\"]"));
        assertEquals(Set.of("/static/a.txt"), staged("files = [\"static/a.txt\"]"));
    }

    @Test
    void pathsThatLeadOutAreRefused() throws IOException {
        assertEquals(AT + "the pattern \"../*\" leads out of the manifest's folder: \"..\" is not allowed", refused("files = [\"../*\"]"));
        assertEquals(AT + "the pattern \"static/../../x\" leads out of the manifest's folder: \"..\" is not allowed", refused("files = [\"static/../../x\"]"));
        assertEquals(AT + "the pattern \"/etc/*\" must be relative to the manifest's folder", refused("files = [\"/etc/*\"]"));
        assertEquals(AT + "the source \"../app\" leads out of the manifest's folder: \"..\" is not allowed",
                refused("files = [{ source = \"../app\", destination = \"/\" }]"));
        assertEquals(AT + "the source \"/etc\" must be relative to the manifest's folder", refused("files = [{ source = \"/etc\", destination = \"/\" }]"));
        assertEquals(AT + "the destination \"www\" must be absolute: it must start with \"/\"",
                refused("files = [{ source = \"static\", destination = \"www\" }]"));
        assertEquals(AT + "the destination \"/../../etc\" must not contain \"..\"", refused("files = [{ source = \"static\", destination = \"/../../etc\" }]"));
        assertEquals(AT + "the source nowhere does not exist; it must be a folder below APP", refused("files = [{ source = \"nowhere\", destination = \"/\" }]"));
        assertEquals(AT + "the source top.txt is not a folder; it must be a folder below APP", refused("files = [{ source = \"top.txt\", destination = \"/\" }]"));
        assertTrue(refused("files = [\"a\\u0000b\"]").startsWith(AT + "\"a?b\" is no path of this system"), app.refusal());
    }

    @Test
    void symbolicLinksThatLeadOutAreRefusedByName() throws IOException {
        Path secret = Files.writeString(temp.resolve("secret"), "s").toRealPath();
        Files.createSymbolicLink(app.folder.resolve("static/link"), secret);
        String outside = ", outside of the application's folder; only files below APP can be staged";
        assertEquals(AT + "static/link is a symbolic link to " + secret + outside, refused("files = [\"static/*\"]"));
        assertEquals(AT + "static/link is a symbolic link to " + secret + outside, refused("files = [{ source = \"static\", destination = \"/\" }]"));
        assertEquals(Set.of("/static/a.txt"), staged("files = [\"static/*.txt\"]"));

        Path other = Files.createDirectories(temp.resolve("other")).toRealPath();
        Files.writeString(other.resolve("x.txt"), "x");
        Files.createSymbolicLink(app.folder.resolve("out"), other);
        assertEquals(AT + "out is a symbolic link to " + other + outside, refused("files = [\"out/x.txt\"]"));
        assertEquals(AT + "out is a symbolic link to " + other + outside, refused("files = [\"**/x.txt\"]"));
        assertEquals(AT + "out is a symbolic link to " + other + outside, refused("files = [{ source = \"out\", destination = \"/\" }]"));
    }

    @Test
    void aFolderBesideTheApplicationWithALongerNameIsOutside() throws IOException {
        Path sibling = Files.createDirectories(temp.resolve("app-secrets")).toRealPath();
        Files.writeString(sibling.resolve("x"), "x");
        Files.createSymbolicLink(app.folder.resolve("link"), sibling.resolve("x"));
        assertTrue(refused("files = [\"link\"]").contains("outside of the application's folder"));
    }

    @Test
    void symbolicLinksInsideAreFollowedAndCirclesEnd() throws IOException {
        Files.createSymbolicLink(app.folder.resolve("static/again.txt"), Path.of("a.txt"));
        Files.createSymbolicLink(app.folder.resolve("static/up"), Path.of(".."));
        Files.createSymbolicLink(app.folder.resolve("static/dangling"), Path.of("nowhere"));
        assertEquals("static/a.txt", app.component("files = [\"static/*.txt\"]").staged().get("/static/again.txt"));
        assertEquals(Set.of("/again.txt", "/a.txt", "/.hidden", "/sub/b.txt", "/sub/deep/c.css"),
                new TreeMap<>(app.component("files = [{ source = \"static\", destination = \"/\" }]\nexclude_files = [\"static/up/*\"]").staged()).keySet());
        assertEquals(Set.of("/static/up/top.txt"), staged("files = [\"static/up/top.txt\"]"));
    }

    @Test
    void theStagingFolderIsNotStaged() throws IOException {
        Path inside = Files.createDirectories(app.folder.resolve("tmp"));
        Files.writeString(inside.resolve("x.txt"), "x");
        TestApp nested = new TestApp(temp);
        var options = new dev.gyre.api.loader.LoadOptions(inside, false);
        nested.component("files = [{ source = \".\", destination = \"/\" }]");
        var loaded = new LocalLoader(new dev.gyre.manifest.internal.TomlManifestReader()).load(nested.folder.toString(), options);
        assertFalse(TestApp.tree(loaded.components().getFirst().mounts().getFirst()).containsKey("/tmp/x.txt"));
    }

    @Test
    void tooManyOrTooLargeFilesAreRefused() throws IOException {
        app.file("gyre.toml", "[files]\nmax-count = 3\n");
        assertEquals(AT + "more than 3 files would be staged; name fewer, or raise max-count in [files] of gyre.toml", refused("files = [\"static/**/*\"]"));
        app.file("gyre.toml", "[files]\nmax-size = \"20 B\"\n");
        assertEquals(AT + "files of more than 20 bytes would be staged; name fewer, or raise max-size in [files] of gyre.toml",
                refused("files = [\"static/**/*\"]"));
    }

    @Test
    void aFileAndAFolderAtOnePlaceAreRefused() throws IOException {
        app.file("one/top.txt/x");
        assertEquals("APP/spin.toml:5:1: component[0].files: component \"c/1\": both a file and a folder would be staged at /top.txt; give them different destinations",
                refused("files = [\"top.txt\", { source = \"one\", destination = \"/\" }]"));
        try (var left = Files.walk(app.staging)) {
            assertFalse(left.anyMatch(Files::isRegularFile));
        }
    }
}
