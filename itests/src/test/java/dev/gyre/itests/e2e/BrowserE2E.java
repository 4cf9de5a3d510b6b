package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A page and its assets in a real browser. Needs Chromium on the PATH; continuous integration has it, and there a missing
 * one is a failure.
 */
class BrowserE2E {
    @TempDir
    Path folder;

    private Path browser;

    @BeforeEach
    void findBrowser() {
        Optional<Path> found = Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(dir -> Path.of(dir, name)))
                .filter(Files::isExecutable).findFirst();
        if (found.isEmpty() && System.getenv("CI") == null) {
            Assumptions.abort("no Chromium on the PATH");
        }
        browser = found.orElseThrow(() -> new AssertionError("no Chromium on the PATH"));
    }

    /** The document after all scripts have run. */
    private String dom(String url) throws IOException, InterruptedException {
        Path out = folder.resolve("dom.html");
        Process process = new ProcessBuilder(List.of(browser.toString(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
                "--user-data-dir=" + Files.createTempDirectory(folder, "profile"), "--virtual-time-budget=10000", "--dump-dom", url))
                .redirectOutput(out.toFile()).redirectError(folder.resolve("browser.txt").toFile()).start();
        if (!process.waitFor(180, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the browser does not end");
        }
        assertEquals(0, process.exitValue(), Files.readString(folder.resolve("browser.txt"), StandardCharsets.ISO_8859_1));
        return Files.readString(out);
    }

    @Test
    void pagesScriptsStylesAndImagesLoad() throws Exception {
        App app = App.in(folder.resolve("page")).spin("files", Gyre.root().resolve("examples/static-files/static_files.wasm").toString(), "/...",
                "files = [{ source = \"public\", destination = \"/\" }]");
        Path example = Gyre.root().resolve("examples/static-files/public");
        for (String name : List.of("gyre.svg", "css/site.css", "data.json")) {
            app.file("public/" + name, Files.readString(example.resolve(name)));
        }
        app.file("public/index.html", """
                <!doctype html><meta charset="utf-8"><title>Browser test</title>
                <link rel="stylesheet" href="css/site.css"><body><img id="image" src="gyre.svg" alt=""><p id="said"></p>
                <script type="module" src="script.js"></script>
                """).file("public/script.js", """
                const image = document.getElementById("image");
                await image.decode();
                const data = await (await fetch("data.json")).json();
                const style = getComputedStyle(document.body);
                document.getElementById("said").textContent =
                    `image ${image.naturalWidth > 0}, font ${style.fontFamily}, width ${style.maxWidth}, data ${data.name}, protocol ${location.protocol}`;
                """);
        try (Gyre gyre = app.up("--access-log")) {
            String dom = dom(gyre.address() + "/");
            assertTrue(dom.contains("image true, font system-ui, sans-serif, width 640px, data static-files, protocol http:"), dom + gyre.output());
            for (String asset : List.of("/", "/css/site.css", "/gyre.svg", "/script.js", "/data.json")) {
                gyre.awaitErr("\"GET " + asset + " HTTP/1.1\" 200 ");
            }
        }
    }

    @Test
    void theExamplesPageIsShown() throws Exception {
        try (Gyre gyre = Gyre.up(Gyre.root().resolve("examples/static-files"), "--access-log")) {
            String dom = dom(gyre.address() + "/");
            assertTrue(dom.contains("<h1>Static files on Gyre</h1>"), dom);
            gyre.awaitErr("\"GET /gyre.svg HTTP/1.1\" 200 ");
            gyre.awaitErr("\"GET /css/site.css HTTP/1.1\" 200 ");
        }
    }
}
