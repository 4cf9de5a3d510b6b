package dev.gyre.executor.wagi.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

class ArgvTemplateTest {
    private static List<String> expand(String template, String path, String query) {
        return ArgvTemplate.parse(template).expand(path, query);
    }

    @Test
    void queryPairsBecomeArguments() {
        assertEquals(List.of("/test", "abc=def", "x"), expand(WagiExecutor.DEFAULT_ARGV, "/test", "abc=def&x"));
    }

    @Test
    void anEmptyQueryLeavesAnEmptyLastArgumentAsInWagi() {
        assertEquals(List.of("/test", ""), expand(WagiExecutor.DEFAULT_ARGV, "/test", ""));
    }

    @Test
    void aPathNeverAddsArguments() {
        assertEquals(List.of("/a b --evil", ""), expand(WagiExecutor.DEFAULT_ARGV, "/a b --evil", ""));
    }

    @Test
    void placeholdersInsideWordsAndInPathsAreFilledOnce() {
        assertEquals(List.of("run", "--path=/${ARGS}", "--q=a", "b"), expand("run --path=${SCRIPT_NAME} --q=${ARGS}", "/${ARGS}", "a&b"));
    }
}
