package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code gyre new}, {@code add}, {@code build} and {@code up}: from nothing to an answer. */
class TemplatesE2E {
    /** What the templates for C say. */
    private static final String CLANG = "clang-19";

    @TempDir
    Path folder;

    private String gyre(int code, String... args) {
        try (Gyre gyre = Gyre.startIn(folder, Map.of(), args)) {
            assertEquals(code, gyre.exitCode(), gyre::output);
            return gyre.out() + gyre.err();
        }
    }

    @Test
    void anApplicationIsMadeBuiltAndServed() throws IOException {
        Installed.need(CLANG);
        gyre(0, "new", "-t", "http-c", "--accept-defaults", "Shop_front", "--value", "http-path=/front/...");
        gyre(0, "add", "-t", "http-wagi", "-a", "-v", "http-path=/back/...", "-f", "Shop_front", "back-office");
        gyre(0, "add", "-t", "static-fileserver", "-a", "-f", "Shop_front", "files", "--value", "files-path=pages");
        gyre(0, "add", "-t", "redirect", "-a", "-f", "Shop_front/spin.toml", "home", "--value", "redirect-to=/front/x");
        assertTrue(Files.exists(folder.resolve("Shop_front/.gitignore")));
        assertTrue(gyre(1, "up", "-f", "Shop_front", "--listen", "127.0.0.1:0").contains("build the application first"));
        try (Gyre up = Gyre.startIn(folder, Map.of(), "up", "--build", "-f", "Shop_front", "--listen", "127.0.0.1:0").awaitServing()) {
            assertTrue(up.out().contains("Building component shop-front with `"), up.out());
            assertTrue(up.out().contains("Finished building all Spin components"), up.out());
            assertEquals("Hello from Shop_front\n", Http.get(up.resolve("/front/a")).body());
            assertEquals("Hello from back-office at /there\n", Http.get(up.resolve("/back/there")).body());
            assertTrue(Http.get(up.resolve("/static/index.html")).body().contains("<title>files</title>"));
            HttpResponse<String> home = Http.get(up.resolve("/"));
            assertEquals(302, home.statusCode());
            assertEquals("/front/x", home.headers().firstValue("location").orElse(""));
        }
        try (Gyre one = Gyre.startIn(folder, Map.of(), "up", "-c", "files", "--direct-mounts", "-f", "Shop_front", "--listen", "127.0.0.1:0").awaitServing()) {
            assertEquals(404, Http.get(one.resolve("/front/a")).statusCode());
            Files.writeString(folder.resolve("Shop_front/files/pages/new.txt"), "as it is now");
            assertEquals("as it is now", Http.get(one.resolve("/static/new.txt")).body());
        }
    }

    @Test
    void allTemplatesMakeManifestsThatCanBeRead() throws IOException {
        Installed.need(CLANG);
        for (String template : new String[] {"http-c", "http-js", "http-rust", "http-wagi", "redirect", "redis-c", "static-fileserver"}) {
            Path made = folder.resolve("of-" + template);
            Files.writeString(folder.resolve("values.toml"), switch (template) {
                case "redirect" -> "redirect-to = \"https://example.com/\"";
                case "redis-c" -> "redis-channel = \"messages\"";
                default -> "";
            });
            String said = gyre(0, "new", "-t", template, "-a", "--values-file", "values.toml", "-o", made.toString(), "thing");
            assertTrue(said.contains("Created thing in " + made), said);
        }
        gyre(0, "build", "-f", "of-redis-c");
        assertTrue(Files.exists(folder.resolve("of-redis-c/main.wasm")));
        assertTrue(gyre(0, "build", "-f", "of-redirect").contains("None of the components have a build command"));
    }

    @Test
    void mistakesAreToldByName() throws IOException {
        Installed.need(CLANG);
        assertTrue(gyre(1, "new", "-t", "http-d", "thing").contains("there is no template \"http-d\"; did you mean \"http-c\"?"));
        assertTrue(gyre(1, "new", "-t", "http-c", "9lives").contains("\"9lives\" cannot be a name"));
        assertTrue(gyre(1, "new", "-t", "http-c", "thing", "-a", "-v", "http-pat=/").contains("did you mean \"http-path\"?"));
        gyre(0, "new", "-t", "http-c", "-a", "thing");
        assertTrue(gyre(1, "add", "-t", "http-c", "-a", "-f", "thing", "thing").contains("has a component \"thing\" already"));
        Files.writeString(folder.resolve("thing/main.c"), "int main(void) { return }");
        assertTrue(gyre(1, "build", "-f", "thing").contains("Build command for component thing failed with status Exited(1)"));
        assertTrue(gyre(1, "up", "-c", "other", "-f", App.hello(folder.resolve("hello"), "1", "http").toString()).contains("Specified component \"other\" not found in application"));
    }

    @Test
    void shellsCompleteCommandsAndOptions() throws Exception {
        Path script = folder.resolve("gyre.bash");
        Files.writeString(script, gyre(0, "completion", "bash") + """
                COMP_WORDS=(gyre up --comp); COMP_CWORD=2; _gyre; echo "${COMPREPLY[@]}"
                COMP_WORDS=(gyre wat); COMP_CWORD=1; _gyre; echo "${COMPREPLY[@]}"
                """);
        Process bash = new ProcessBuilder("bash", script.toString()).redirectErrorStream(true).start();
        assertEquals("--component-id\nwatch\n", new String(bash.getInputStream().readAllBytes()));
        assertTrue(gyre(0, "completion", "fish").contains("complete -c gyre -n '__fish_seen_subcommand_from up' -l component-id -s c -r"));
        assertTrue(gyre(0, "completion", "zsh").startsWith("#compdef gyre"));
        assertTrue(gyre(2, "completion", "csh").contains("none of the shells"));
    }
}
