package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gyre watch}: what is saved is served, by the same process on the same port. */
class WatchE2E {
    private static final String MANIFEST = """
            spin_version = "1"
            name = "watched"
            version = "1"
            trigger = { type = "http", base = "/" }
            [[component]]
            id = "one"
            source = "m.wasm"
            [component.trigger]
            route = "/..."
            [component.build]
            command = "cp hello.wasm m.wasm"
            watch = ["*.txt"]
            """;

    @TempDir
    Path folder;

    private static String get(Gyre gyre) throws IOException {
        Wire.Answer answer = Wire.exchange(gyre.address(), "GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        return answer.status() + " " + answer.text();
    }

    private static void await(Gyre gyre, String start) throws Exception {
        long end = System.nanoTime() + 120_000_000_000L;
        while (!get(gyre).startsWith(start)) {
            assertTrue(System.nanoTime() < end, () -> "\"" + start + "\" is not answered\n" + gyre.output());
            Thread.sleep(10);
        }
    }

    @Test
    void whatIsSavedIsServed() throws Exception {
        Path module = folder.resolve("m.wasm");
        Path manifest = Files.writeString(folder.resolve("spin.toml"), "spin_version = ");
        Files.writeString(folder.resolve("source.txt"), "1");
        try (Gyre gyre = Gyre.start(Map.of(), "watch", "-f", folder.toString(), "--listen", "127.0.0.1:0")) {
            gyre.awaitErr("Nothing serves until it is mended: the next save is tried.");
            Files.writeString(folder.resolve("hello.wasm"), "no module");
            Files.writeString(manifest, MANIFEST);
            gyre.awaitErr("m.wasm: no WebAssembly module");
            // the build makes a module that says hello
            Files.copy(Gyre.root().resolve("examples/hello/hello.wasm"), folder.resolve("hello.wasm"), StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(folder.resolve("source.txt"), "1 changed");
            gyre.awaitServing();
            assertEquals("200 Hello from Gyre!\n", get(gyre));
            Files.copy(App.guest("echo-g2.wasm"), module, StandardCopyOption.REPLACE_EXISTING);
            gyre.awaitOut("Reloaded watched in ");
            assertTrue(get(gyre).startsWith("200 ") && !get(gyre).contains("Hello"), () -> gyre.output());
            Files.writeString(module, "no module");
            gyre.awaitErr("What served before goes on.");
            assertTrue(!get(gyre).contains("Hello"));
            Files.writeString(folder.resolve("source.txt"), "2 changed");
            await(gyre, "200 Hello from Gyre!");
            gyre.awaitOut("Building component one with `cp hello.wasm m.wasm`");
            Files.writeString(manifest, MANIFEST.replace("route = \"/...\"", "route = \"/y\""));
            await(gyre, "404");
        }
    }
}
