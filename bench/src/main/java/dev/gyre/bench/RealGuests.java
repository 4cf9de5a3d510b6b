package dev.gyre.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Components in C, Rust and JavaScript, made by {@code itests/guests/js/build} unless they are there.
 *
 * @param folder with them and jco
 */
record RealGuests(Path root, Path folder) {
    /** @param root of the repository */
    static RealGuests built(Path root) throws IOException, InterruptedException {
        Path folder = root.resolve("itests/target/guests");
        int built = new ProcessBuilder(root.resolve("itests/guests/js/build").toString(), folder.toString()).inheritIO().start().waitFor();
        if (built != 0) {
            throw new IOException("itests/guests/js/build ended with " + built);
        }
        return new RealGuests(root, folder);
    }

    Path component(String name) {
        return folder.resolve(name + ".wasm");
    }

    Path jco() {
        return folder.resolve("npm/node_modules/@bytecodealliance/jco/dist/jco.js");
    }

    /** An application of one of them, in a folder of its own. */
    Path app(String name) throws IOException {
        Path app = Files.createTempDirectory("gyre-bench-app");
        Files.writeString(app.resolve("spin.toml"), """
                spin_manifest_version = 2
                [application]
                name = "%1$s"
                [[trigger.http]]
                route = "/..."
                component = "%1$s"
                [component.%1$s]
                source = '%2$s'
                """.formatted(name, component(name)));
        return app;
    }
}
