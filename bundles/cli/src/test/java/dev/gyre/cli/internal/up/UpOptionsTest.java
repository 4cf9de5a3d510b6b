package dev.gyre.cli.internal.up;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.gyre.api.runtime.DeployOptions.Follow;
import dev.gyre.cli.args.Arguments;
import dev.gyre.cli.args.UsageException;
import dev.gyre.cli.internal.AppSource;

class UpOptionsTest {
    private static UpOptions parse(String... arguments) {
        return UpOptions.parse(List.of(arguments), Map.of());
    }

    @Test
    void defaultsAreSpins() {
        UpOptions options = parse();
        assertEquals("local", options.scheme());
        assertEquals("spin.toml", options.reference());
        assertEquals(new Follow.All(), options.follow());
        assertEquals(Map.of(), options.http());
        assertEquals(Optional.empty(), options.logDir());
    }

    @Test
    void everyWayToGiveAValueIsUnderstood() {
        UpOptions options = parse("-fapp", "--listen=0.0.0.0:80", "-L", "logs", "-e", "A=1", "--env", "B=x=y", "-eC=", "--temp", "t",
                "--follow", "one", "--follow", "two", "--allow-transient-write", "--engine", "chicory", "--access-log");
        assertEquals("app", options.reference());
        assertEquals(Map.of("listen", "0.0.0.0:80", "access-log", "on"), options.http());
        assertEquals(Optional.of(Path.of("logs")), options.logDir());
        assertEquals(Map.of("A", "1", "B", "x=y", "C", ""), options.environment());
        assertEquals(new Follow.Named(Set.of("one", "two")), options.follow());
        assertTrue(options.transientWrites());
        assertEquals(Optional.of("chicory"), options.engine());
    }

    @Test
    void theEnvironmentStandsInForOptions() {
        UpOptions options = UpOptions.parse(List.of("--tls-key", "mine.pem"), Map.of("SPIN_TLS_CERT", "cert.pem", "SPIN_TLS_KEY", "key.pem", "BINDLE_URL", ""));
        assertEquals(Map.of("tls-cert", "cert.pem", "tls-key", "mine.pem"), options.http());
    }

    @Test
    void aFlagInTheEnvironmentMayBeDenied() {
        for (String no : List.of("false", "0", "No", "off", "")) {
            assertFalse(UpOptions.parse(List.of(), Map.of("SPIN_ALWAYS_BUILD", no)).build(), no);
        }
        for (String yes : List.of("true", "1", "yes")) {
            assertTrue(UpOptions.parse(List.of(), Map.of("SPIN_ALWAYS_BUILD", yes)).build(), yes);
        }
    }

    @Test
    void fromIsAnotherNameOfFile() {
        assertEquals("app", parse("--from", "app").reference());
        assertEquals("-odd", parse("-f", "-odd").reference());
    }

    @Test
    void aBindleIsAnotherKindOfReference() {
        assertEquals("bindle", parse("-b", "hello/1.0.0").scheme());
        Map<String, String> environment = Map.of("BINDLE_URL", "http://one/v1", "BINDLE_USERNAME", "me", "BINDLE_PASSWORD", "secret");
        assertEquals(Map.of("bindle-server", "http://two/v1", "bindle-username", "me", "bindle-password", "secret", "insecure", "on"),
                UpOptions.parse(List.of("-b", "hello/1.0.0", "--bindle-server", "http://two/v1", "-k"), environment).source());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--lisen x               | unknown option '--lisen'; did you mean '--listen'?",
        "-x                      | unknown option '-x'",
        "app                     | unexpected argument 'app'; did you mean '-f app'?",
        "--quiet app             | unexpected argument 'app'",
        "--listen --quiet        | option '--listen' needs a value <ADDRESS>",
        "-f -q                   | option '-f' needs a value <PATH>",
        "--from a -f b           | options '--file' and '--from' exclude each other",
        "--listen                | option '--listen' needs a value <ADDRESS>",
        "--quiet=yes             | option '--quiet' takes no value, but got 'yes'",
        "-f a --file b           | option '--file' can be given once only",
        "-f a -b c               | options '--file' and '--bindle' exclude each other",
        "--tls-cert c            | options '--tls-cert' and '--tls-key' need each other",
        "-e =x                   | option '--env' must be NAME=VALUE, but is '=x'",
        "--quiet --follow a      | options '--follow' and '--quiet' exclude each other",
    })
    void whatCannotBeUnderstoodIsNamed(String line, String message) {
        assertEquals(message, assertThrows(UsageException.class, () -> parse(line.trim().split(" "))).getMessage());
    }

    @Test
    void helpNamesEveryOption() {
        String help = Arguments.help(UpOptions.OPTIONS);
        UpOptions.OPTIONS.forEach(o -> assertTrue(help.contains("--" + o.name()), o.name()));
    }

    @Test
    void spinsOtherWordsAreUnderstood() throws IOException {
        UpOptions options = parse("--from-file=app", "--sh", "--tmp", "t", "--disable-cache", "--disable-pooling", "--debug-info", "--cache", "c.toml",
                "--max-instance-memory", "65536", "--request-timeout", "2s", "--truncate-logs", "--state-dir", "", "-L", "");
        assertEquals("app", options.reference());
        assertEquals(new Follow.None(), options.follow());
        assertEquals(Optional.of(Path.of("t")), options.temp());
        assertEquals(Optional.of(65536L), options.settings().requiredTable("limits").bytes("memory"));
        assertEquals(Optional.of(Duration.ofSeconds(2)), options.settings().requiredTable("limits").duration("deadline"));
        assertTrue(parse().settings().keys().isEmpty());
        assertTrue(options.truncateLogs());
        assertEquals(Optional.empty(), StateFolder.logs(options.stateDir(), options.logDir()));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String host = taken.getInetAddress().getHostAddress() + ":";
            String found = parse("--listen", host + taken.getLocalPort(), "--find-free-port").http().get("listen");
            int port = Integer.parseInt(found.substring(host.length()));
            assertTrue(port > taken.getLocalPort() && port < taken.getLocalPort() + 10, found);
        }
        assertEquals("127.0.0.1:0", parse("--listen", "127.0.0.1:0", "--find-free-port").http().get("listen"));
        assertEquals("option '--max-instance-memory' must be a number of bytes, but is '1 MiB'",
                assertThrows(UsageException.class, () -> parse("--max-instance-memory", "1 MiB")).getMessage());
        assertTrue(assertThrows(UsageException.class, () -> parse("--request-timeout", "soon")).getMessage().startsWith("option '--request-timeout' must be a time such as"));
    }

    @Test
    void logsAreEmptiedWhereTheyAre(@TempDir Path folder) throws IOException {
        Path log = Files.writeString(folder.resolve("hello_stdout.txt"), "old");
        Path other = Files.writeString(folder.resolve("other.txt"), "mine");
        StateFolder.truncate(folder);
        assertEquals("", Files.readString(log));
        assertEquals("mine", Files.readString(other));
    }

    @Test
    void whatIsNoFileAndLooksLikeAnImageIsOne() {
        for (String image : List.of("ghcr.io/team/app", "ghcr.io/team/app:1.0", "localhost:5000/app", "registry.example/app@sha256:" + "0".repeat(64), "team/app:latest")) {
            assertEquals(new AppSource("oci", image), AppSource.infer(image, Path.of("")));
        }
        for (String path : List.of("spin.toml", "app/spin.toml", "../app", "/srv/app", "C:\\app", "pom.xml")) {
            assertEquals(new AppSource("local", path), AppSource.infer(path, Path.of("")));
        }
        assertEquals("oci", UpOptions.parse(List.of("--from-registry", "app"), Map.of()).scheme());
    }
}
