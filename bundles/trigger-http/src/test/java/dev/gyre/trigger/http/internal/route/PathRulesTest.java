package dev.gyre.trigger.http.internal.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathRulesTest {
    @ParameterizedTest
    @ValueSource(strings = {"/", "/a/b.html", "//", "/a//b", "/.hidden", "/a/...", "/a/..b", "/%41", "/a%2Fb", "/a%2fb%2f", "/a;v=1", "/a;v=1/b;c", "/%C3%A4",
        "/%25", "/%252e%252e/", "/a b", "/%20", "/a%3Bb", "/.well-known/x", "/a|b[c]", "/%3F%23", "/..a;b"})
    void ordinaryPathsAreServed(String path) {
        assertEquals(Optional.empty(), PathRules.problem(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/.", "/..", "/../a", "/a/../b", "/a/..", "/a/./b", "/%2e%2e/a", "/.%2e/a", "/%2E", "/a/%2e%2e%2fb", "/a%2f..%2fb", "/a/..;/b",
        "/..;x=1/b", "/%2e%2e;x/b", "/a/..%3b/b", "/..%2f", "/a/%2e", "/%2f.%2f"})
    void dotSegmentsAreRefusedHoweverWritten(String path) {
        assertEquals(Optional.of("a dot segment"), PathRules.problem(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%00", "/a%00.html", "/a%0d%0ab", "/%1b[31m", "/%7f", "/a\\b", "/a%5Cb", "/..%5c..%5cwindows", "/a\tb", "/\u0001"})
    void controlCharactersAndBackslashesAreRefused(String path) {
        assertEquals(Optional.of("a control character or backslash"), PathRules.problem(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%", "/%4", "/a%zz", "/%-1", "/%u002e", "/%c0%ae%c0%ae/", "/%c0%af", "/%e0%80%af", "/%ff", "/%ed%a0%80", "/%C3", "/\u4e2d", "a", "*", ""})
    void brokenEncodingsAreRefused(String path) {
        assertTrue(PathRules.problem(path).isPresent());
    }
}
