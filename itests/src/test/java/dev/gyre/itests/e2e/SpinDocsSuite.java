package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Modules of the site of Spin's documentation, as the repository spinframework/spin-docs has them at d319a6c868a5: one in JavaScript on Spin's SDK of 2023,
 * which is a core module, and two in Rust. {@code gyre.spin.docs} is a folder with its {@code modules}.
 */
class SpinDocsSuite {
    @TempDir
    Path folder;

    @Test
    void theySayWhatTheirSourcesSay() throws Exception {
        Path modules = Path.of(System.getProperty("gyre.spin.docs")).toAbsolutePath().resolve("modules");
        Files.writeString(folder.resolve("spin-redirect.json"), "{\"/spin/old\": \"https://example.com/new\"}");
        Files.writeString(Files.createDirectory(folder.resolve("static")).resolve("a.css"), "a {}");
        Files.writeString(folder.resolve("spin.toml"), """
                spin_manifest_version = 2
                [application]
                name = "spin-docs"
                version = "0.1.0"
                [application.trigger.http]
                base = "/"
                [[trigger.http]]
                component = "spin-version-proxy"
                route = "/spin/..."
                [[trigger.http]]
                component = "redirect-spin-index"
                route = "/spin"
                [[trigger.http]]
                component = "fileserver-static"
                route = "/static/..."
                [component.spin-version-proxy]
                source = '%1$s/spin-redirecter.wasm'
                variables = { latest_spin_version = "v3" }
                files = ["spin-redirect.json"]
                exclude_files = ["**/node_modules"]
                allowed_outbound_hosts = ["http://self"]
                [component.redirect-spin-index]
                source = '%1$s/redirect.wasm'
                environment = { DESTINATION = "/spin/index" }
                [component.fileserver-static]
                source = '%1$s/spin_static_fs.wasm'
                files = [{ source = "static/", destination = "/" }]
                """.formatted(modules));
        try (Gyre gyre = Gyre.up(folder)) {
            assertEquals("302 /spin/v3/quickstart", redirect(gyre, "/spin/quickstart"));
            assertEquals("302 https://example.com/new", redirect(gyre, "/spin/old"));
            assertEquals("302 /spin/index", redirect(gyre, "/spin"));
            assertEquals("a {}", Http.get(gyre.resolve("/static/a.css")).body());
            assertEquals(404, Http.get(gyre.resolve("/static/b.css")).statusCode());
        }
    }

    private static String redirect(Gyre gyre, String path) {
        HttpResponse<String> answer = Http.get(gyre.resolve(path));
        return answer.statusCode() + " " + answer.headers().firstValue("location").orElse("");
    }
}
