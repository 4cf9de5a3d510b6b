package dev.gyre.itests.osgi;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.inject.Inject;

import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;

import dev.gyre.api.GyreException;
import dev.gyre.cli.Command;
import dev.gyre.cli.args.UsageException;

/** What {@code gyre up} says about applications that cannot be served: an error that names the place. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class RefusedApplicationsIT {
    private static final String HEAD = """
            spin_version = "1"
            name = "bad"
            version = "1"
            trigger = { type = "http", base = "/" }
            """;
    private static final String WAGI = "executor = { type = \"wagi\" }\n";
    private static final String GOOD = HEAD + component("echo-g2.wasm");

    @Inject
    BundleContext context;

    /**
     * A manifest that is refused.
     *
     * @param said about it, in this order
     */
    private record Refused(String what, String manifest, List<String> said) {
    }

    @Configuration
    public Option[] config() {
        return Distribution.container();
    }

    /** A component of the module, starting in line 5. */
    private static String component(String module) {
        return component(module, "");
    }

    private static String component(String module, String more) {
        return """
                [[component]]
                id = "c"
                source = "%s"
                %s
                [component.trigger]
                route = "/..."
                """.formatted(Distribution.guest(module), more);
    }

    private static Stream<Refused> manifests() {
        return Stream.of(
                new Refused("broken TOML", HEAD + "[[component]\nid = 1\n", List.of("spin.toml:5:", "not TOML")),
                new Refused("wrong type", HEAD.replace("\"bad\"", "7") + component("echo-g2.wasm"), List.of("spin.toml:2:", "name", "string", "7")),
                new Refused("unknown field", HEAD + component("echo-g2.wasm", "sauce = \"x\""), List.of("spin.toml:8:", "sauce", "source")),
                new Refused("version 2 without a trigger", "spin_manifest_version = 2\n[application]\nname = \"x\"\n",
                        List.of("spin.toml:1:", "trigger", "[[trigger.<type>]]")),
                new Refused("duplicate id", HEAD + component("echo-g2.wasm") + component("echo-g2.wasm"), List.of("spin.toml:12:", "id", "\"c\" is used twice", "line 6")),
                new Refused("capability", HEAD + component("echo-g2.wasm", "ai_models = [\"llama2-chat\"]"), List.of("spin.toml:8:", "ai_models", "\"c\"", "[llama2-chat]")),
                new Refused("missing module", HEAD + component("no-such.wasm"), List.of("spin.toml:7:", "source", "\"c\"", "no-such.wasm does not exist")),
                new Refused("no WebAssembly", HEAD + component("README.md"), List.of("spin.toml:5", "\"c\"", "README.md", "no WebAssembly module")),
                new Refused("truncated", HEAD + component("truncated.wasm"), List.of("spin.toml:5", "\"c\"", "truncated.wasm")),
                new Refused("other version", HEAD + component("version-2.wasm"), List.of("spin.toml:5", "\"c\"", "version-2.wasm", "version")),
                new Refused("component", HEAD + component("component.wasm"), List.of("spin.toml:5", "\"c\"", "component.wasm", "no handler of HTTP requests", "wasi:http/incoming-h")),
                new Refused("missing handler", HEAD + component("no-handler.wasm"), List.of("\"c\"", "exports no \"handle-http-request\"")),
                new Refused("wagi module as spin", HEAD + component("wagi-env.wasm"), List.of("\"c\"", "exports no \"handle-http-request\"", "wagi")),
                new Refused("wrong handler", HEAD + component("wrong-handler-type.wasm"), List.of("\"c\"", "\"handle-http-request\" is ", "but a Spin HTTP handler is")),
                new Refused("no memory", HEAD + component("no-memory.wasm"), List.of("\"c\"", "memory")),
                new Refused("no allocator", HEAD + component("no-realloc.wasm"), List.of("\"c\"", "canonical_abi_realloc")),
                new Refused("missing entry point", HEAD + component("wagi-env.wasm") + WAGI.replace(" }", ", entrypoint = \"none\" }"), List.of("\"c\"", "\"none\"", "second_entry")),
                new Refused("entry point of another type", HEAD + component("wagi-env.wasm") + WAGI.replace(" }", ", entrypoint = \"not_an_entry\" }"), List.of("\"c\"", "\"not_an_entry\"")),
                new Refused("unknown import", HEAD + component("unknown-import.wasm"), List.of("\"c\"", "acme:clock/now", "component model")),
                new Refused("import of another type", HEAD + component("wrong-import-type.wasm"), List.of("\"c\"", "fd_write", "but that function is")),
                new Refused("files above the folder", HEAD + component("echo-g2.wasm", "files = [\"../*\"]"), List.of("spin.toml:8:", "files", "../*")),
                new Refused("files of another folder", HEAD + component("echo-g2.wasm", "files = [\"/etc/*\"]"), List.of("spin.toml:8:", "files", "/etc/*")),
                new Refused("absolute source", HEAD + component("echo-g2.wasm", "files = [{ source = \"/etc\", destination = \"/\" }]"), List.of("spin.toml:8:", "files", "/etc", "relative")),
                new Refused("relative destination", HEAD + component("echo-g2.wasm", "files = [{ source = \".\", destination = \"x\" }]"), List.of("spin.toml:8:", "files", "\"x\"", "absolute")),
                new Refused("links that lead out", HEAD + component("echo-g2.wasm", "files = [\"links/*\"]"), List.of("spin.toml:8:", "links/out", "outside")),
                new Refused("unknown trigger", HEAD.replace("\"http\"", "\"carrier-pigeon\"") + component("echo-g2.wasm"), List.of("carrier-pigeon")),
                new Refused("allowed host", HEAD + component("outbound-http-g1.wasm", "allowed_http_hosts = [\"ftp://x\"]"), List.of("spin.toml:8:", "allowed_http_hosts[0]", "ftp://x")));
    }

    private static Path app(String manifest) throws Exception {
        return app(manifest, "");
    }

    private static Path app(String manifest, String settings) throws Exception {
        Path folder = Temporary.folder();
        Files.writeString(folder.resolve("spin.toml"), manifest);
        Files.writeString(folder.resolve("gyre.toml"), settings);
        return folder;
    }

    private <E extends GyreException> void assertRefused(Class<E> type, List<String> said, String... arguments) {
        Command up = Served.service(context, Command.class, "(" + Command.PROPERTY + "=up)");
        CompletableFuture<Integer> running = CompletableFuture.supplyAsync(() -> up.run(List.of(arguments)), Thread.ofPlatform().daemon()::start);
        Throwable thrown = assertThrows("it is served: " + String.join(" ", arguments), CompletionException.class,
                () -> running.orTimeout(120, TimeUnit.SECONDS).join()).getCause();
        assertEquals(thrown.toString(), type, type.isInstance(thrown) ? type : thrown.getClass());
        String message = thrown.getMessage();
        int at = 0;
        for (String part : said) {
            int found = message.indexOf(part, at);
            assertTrue("\"" + part + "\" is missing, or not in its place, in\n" + message, found >= 0);
            at = found + part.length();
        }
    }

    private void assertRefused(Path folder, String... said) {
        assertRefused(GyreException.class, List.of(said), "-f", folder.toString(), "--listen", "127.0.0.1:0");
    }

    @Test
    public void theErrorNamesThePlace() throws Exception {
        for (Refused refused : manifests().toList()) {
            Path folder = app(refused.manifest);
            if (refused.manifest.contains("links/*")) {
                Path outside = Files.writeString(Temporary.folder().resolve("file"), "");
                Files.createSymbolicLink(Files.createDirectories(folder.resolve("links")).resolve("out"), outside);
            }
            try {
                assertRefused(folder, refused.said.toArray(String[]::new));
            } catch (AssertionError e) {
                throw new AssertionError(refused.what + ": " + e.getMessage(), e);
            }
        }
    }

    @Test
    public void settingsAreCheckedLikeTheManifest() throws Exception {
        assertRefused(app(GOOD, "[limits]\n\ndeadline = \"soon\"\n"), "gyre.toml:3:", "limits.deadline", "soon");
        assertRefused(app(GOOD, "[http]\nmax-bodies = 1\n"), "gyre.toml:2:", "http.max-bodies", "max-body");
        assertRefused(app(GOOD, "[component.d]\nabi = \"slots\"\n"), "gyre.toml:1:", "component.d");
        assertRefused(app(GOOD, "engine = \"v8\"\n"), "v8", "chicory");
    }

    @Test
    public void wrongCommandLinesAreToldApart() {
        assertRefused(UsageException.class, List.of("unknown option '--lisen'", "did you mean '--listen'"), "--lisen", "127.0.0.1:0");
        assertRefused(UsageException.class, List.of("'--env'", "NAME=VALUE", "novalue"), "-e", "novalue");
        assertRefused(UsageException.class, List.of("'--tls-cert' and '--tls-key' need each other"), "--tls-cert", "x");
    }

    @Test
    public void aManifestThatIsNotThereIsNamed() throws Exception {
        assertRefused(GyreException.class, List.of("no file or folder no/such.toml"), "-f", "no/such.toml");
        Path empty = Temporary.folder();
        assertRefused(empty, empty + " has no spin.toml");
        assertRefused(GyreException.class, List.of("which Bindle server", "--bindle-server"), "-b", "name/1.0.0");
        assertRefused(GyreException.class, List.of("\"1.0\"", "three numbers"), "-b", "name/1.0");
    }

    @Test
    public void anAddressThatIsNoneIsRefused() throws Exception {
        String folder = app(GOOD).toString();
        assertRefused(GyreException.class, List.of("--listen", "127.0.0.1:3000", "but is \"3000\""), "-f", folder, "--listen", "3000");
        assertRefused(GyreException.class, List.of("no.pem", "no such file"), "-f", folder, "--listen", "127.0.0.1:0", "--tls-cert", "no.pem", "--tls-key", "no.key");
    }
}
