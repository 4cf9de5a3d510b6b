package dev.gyre.cli.internal.up;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.api.app.AppInfo;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Origin;
import dev.gyre.api.app.Variable;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;
import dev.gyre.api.config.Position;
import dev.gyre.cli.args.UsageException;

class VariablesTest {
    @TempDir
    Path folder;

    private static ConfigTable toml(String text, String name) {
        Position at = new Position(name, 1, 1);
        return new ConfigTable("", at, Map.of("text", new ConfigValue(text, at)));
    }

    private static Map<String, String> values(String... options) {
        return Variables.of(List.of(options), VariablesTest::toml).values();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void valuesComeFromTheLineOrFromFilesAndTheLastWins() throws IOException {
        assertEquals(Map.of("a", "1", "b", "x=y", "c", ""), values("a=0", "a=1", "b=x=y", "c="));
        assertEquals(Map.of("token", "s3cret\n"), values("token=@" + file("token", "s3cret\n")));
        assertEquals(Map.of("text", "content"), values("@" + file("v.toml", "content")));
        assertEquals(Map.of("a", "x\n", "b", "line"), values("b=line", "@" + file("v.json", "{\"a\": \"x\\n\", \"b\": \"file\"}"), "b=line"));
        assertEquals("file", values("b=line", "@" + file("w.json", "{\"b\": \"file\"}")).get("b"));
    }

    @Test
    void otherFormsAreRefusedWithoutShowingAValue() throws IOException {
        for (String bad : List.of("a", "=s3cret", "@file", "@file.yaml", "@s3cret=x")) {
            String message = assertThrows(UsageException.class, () -> values(bad)).getMessage();
            assertTrue(message.startsWith("option '--variable' must be NAME=VALUE") && !message.contains("s3cret"), message);
        }
        for (String bad : List.of("{\"a\": s3cret}", "[\"s3cret\"]", "\"s3cret")) {
            String option = "@" + file("bad.json", bad);
            String message = assertThrows(UsageException.class, () -> values(option)).getMessage();
            assertTrue(message.contains("bad.json") && message.endsWith("this is no object of JSON"), message);
        }
        String number = "@" + file("n.json", "{\"a\": 51966}");
        assertTrue(assertThrows(ConfigException.class, () -> values(number)).getMessage().endsWith("n.json: a: must be a string"));
        assertTrue(assertThrows(UsageException.class, () -> values("a=@/nowhere/x")).getMessage().contains("'/nowhere/x', which cannot be read"));
    }

    @Test
    void aNameTheApplicationDoesNotDeclareIsRefused() {
        Application app = new Application(new AppInfo("shop", "1", Optional.empty(), List.of(), Optional.empty(), 2, new Origin.Manifest(Path.of("spin.toml"))),
                List.of(), List.of(), Map.of(), Map.of("token", new Variable(Optional.empty(), false, true, true)), ConfigTable.empty("", Position.of("gyre.toml")));
        Variables.of(List.of("token=x"), VariablesTest::toml).check(app);
        new Variables(Map.of("other", "x"), Set.of()).check(app);
        assertEquals("option '--variable' sets 'tokn', which is no variable of shop; did you mean 'token'?",
                assertThrows(UsageException.class, () -> Variables.of(List.of("tokn=x"), VariablesTest::toml).check(app)).getMessage());
    }

    @Test
    void theirTextHasNoValues() {
        assertFalse(Variables.of(List.of("token=s3cret"), VariablesTest::toml).toString().contains("s3cret"));
    }
}
