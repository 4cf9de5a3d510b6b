package dev.gyre.loader.local.internal.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

/** The rules are those of Rust's glob crate with its default options. */
class GlobPatternTest {
    private static void matches(String pattern, String... paths) {
        for (String path : paths) {
            assertEquals(true, GlobPattern.parse(pattern).matches(path), pattern + " must match " + path);
        }
    }

    private static void differs(String pattern, String... paths) {
        for (String path : paths) {
            assertEquals(false, GlobPattern.parse(pattern).matches(path), pattern + " must not match " + path);
        }
    }

    @Test
    void wildcardsMatchRunsAndSingleCharacters() {
        matches("a*b*c", "abc", "abcc", "a_b_c", "a/b/c");
        differs("a*b*c", "abcd", "ab");
        matches("a?c", "abc", "a/c", "aéc", "a😀c");
        differs("a?c", "ac", "abbc");
        matches("*", "", ".hidden", "a/b");
        matches("*.txt", ".txt", "x.txt");
        differs("*.txt", "x.TXT");
    }

    @Test
    void doubleStarsMatchWholeSteps() {
        matches("**/x", "x", "a/x", "a/b/x");
        differs("**/x", "ax", "a/bx");
        matches("a/**/b", "a/b", "a/x/b", "a/x/y/b");
        differs("a/**/b", "ab", "a/xb");
        matches("**/**/x", "x", "a/x");
        matches("some/**/needle.txt", "some/needle.txt", "some/one/two/needle.txt");
        differs("some/**/needle.txt", "some/other/notthis.txt");
    }

    @Test
    void setsMatchOneCharacter() {
        matches("[a-c]x", "ax", "cx");
        differs("[a-c]x", "dx", "Ax", "x");
        matches("[!a-c]x", "dx", "!x");
        differs("[!a-c]x", "ax");
        matches("[]]", "]");
        matches("[!]a]", "b");
        differs("[!]a]", "]", "a");
        matches("[*?[]", "*", "?", "[");
        matches("[a-]", "a", "-");
        matches("[-z]", "-", "z");
        differs("[z-a]", "m");
        matches("a]b", "a]b");
    }

    @Test
    void whatIsNoPatternIsRefused() {
        for (String bad : List.of("a**", "**a", "a/**b", "***", "a/b**/c", "[", "[]", "[!", "[!]", "[abc", "a[!]")) {
            assertThrows(RefusedException.class, () -> GlobPattern.parse(bad), bad);
        }
        assertEquals("the pattern \"a**\" uses ** wrongly; it must stand alone between slashes, as in \"a/**/b\"",
                assertThrows(RefusedException.class, () -> GlobPattern.parse("a**")).getMessage());
        assertEquals("the pattern \"[a\" has a \"[\" without its \"]\"; write [[] for the character itself",
                assertThrows(RefusedException.class, () -> GlobPattern.parse("[a")).getMessage());
    }

    @Test
    void hostilePatternsDoNotExplode() {
        assertTimeoutPreemptively(Duration.ofSeconds(60),
                () -> differs("*a".repeat(200) + "*b", "a".repeat(5_000)));
    }
}
