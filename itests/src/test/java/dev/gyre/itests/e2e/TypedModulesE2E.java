package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Core modules with the ABI of components, as SDKs of 2023 and 2024 left them: they run as they are. */
class TypedModulesE2E {
    @TempDir
    Path folder;

    private Gyre up(String... options) throws IOException {
        Files.writeString(folder.resolve("spin.toml"), """
                spin_manifest_version = 2
                [application]
                name = "typed"
                [[trigger.http]]
                route = "/october"
                component = "october"
                [component.october]
                source = '%s'
                [[trigger.http]]
                route = "/..."
                component = "newer"
                [component.newer]
                source = '%s'
                variables = { greeting = "hello" }
                environment = { MOOD = "cheerful" }
                """.formatted(App.guest("typed-2023-10-18.wasm"), App.guest("typed-0.2.wasm")));
        return Gyre.up(folder, options);
    }

    @Test
    void theyAreServedLikeTheComponentsTheyWouldBecome() throws IOException {
        try (Gyre gyre = up()) {
            Wire.Answer october = Wire.exchange(gyre.address(), "GET /october HTTP/1.1\r\nHost: a\r\n\r\n");
            assertEquals(201, october.status());
            assertEquals(List.of("@0.2.0-rc-2023-10-18"), october.all("x-version"));
            assertEquals("early\n", october.text());
            for (int i = 0; i < 3; i++) {
                assertEquals("initialized\nvariable: hello\nMOOD=cheerful\n", Http.get(gyre.resolve("/")).body());
            }
        }
    }

    /** Programs in Python import all of Spin, and use some of it. */
    @Test
    void whatImportsEverythingRunsUntilItCallsWhatNobodyProvides() throws IOException {
        Files.writeString(folder.resolve("spin.toml"), """
                spin_manifest_version = 2
                [application]
                name = "whole"
                [[trigger.http]]
                route = "/..."
                component = "whole"
                [component.whole]
                source = '%s'
                """.formatted(App.guest("whole.wasm")));
        try (Gyre gyre = Gyre.up(folder)) {
            assertEquals("ok\n", Http.get(gyre.resolve("/")).body());
            assertEquals(500, Http.get(gyre.resolve("/mysql")).statusCode());
            gyre.awaitErr("nothing here provides `fermyon:spin/mysql@2.0.0` `[static]connection.open`");
            assertEquals("ok\n", Http.get(gyre.resolve("/")).body());
        }
    }

    @Test
    void onTheOtherEngineToo() throws IOException {
        try (Gyre gyre = up("--engine", "graalwasm")) {
            assertEquals("initialized\nvariable: hello\nMOOD=cheerful\n", Http.get(gyre.resolve("/")).body());
        }
    }
}
