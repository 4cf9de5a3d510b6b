package dev.gyre.loader.local.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.ModuleSource;

/** Downloads modules into a store named by their digests. What it returns has the digest that was asked for. Blocks. */
final class ModuleFetcher {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration WHOLE = Duration.ofMinutes(5);
    private static final int OK = 200;

    private final Supplier<HttpClient> clients;
    private final Path store;
    private final long maxBytes;

    /**
     * @param clients make the client, which is only done when something is to be fetched
     * @param staging the folder below which the store is
     */
    ModuleFetcher(Supplier<HttpClient> clients, Path staging) {
        this(clients, staging, ModuleResolver.MAX_BYTES);
    }

    ModuleFetcher(Supplier<HttpClient> clients, Path staging, long maxBytes) {
        this.clients = clients;
        this.maxBytes = maxBytes;
        this.store = staging.resolve("modules").resolve("sha256");
    }

    /** A client that never goes from https to http. */
    static HttpClient client() {
        return HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NORMAL).build();
    }

    /** No client. */
    static HttpClient offline() {
        throw new GyreException("the manifest has a module at a URL, and --offline does not let it be fetched");
    }

    /** @throws GyreException when it cannot be had, is too large or has another digest */
    Path fetch(ModuleSource.Url source) {
        String wanted = source.digest().substring(source.digest().indexOf(':') + 1);
        Path module = store.resolve(wanted + ".wasm");
        try {
            if (Files.isRegularFile(module) && digest(module).equals(wanted)) {
                return module;
            }
            Files.createDirectories(store);
            Path partial = Files.createTempFile(store, wanted, ".partial");
            try {
                String got = download(source, partial);
                if (!got.equals(wanted)) {
                    throw new GyreException("the module " + source.url() + " has the digest sha256:" + got + ", but the manifest says sha256:" + wanted);
                }
                return Files.move(partial, module, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            throw new GyreException("the module " + source.url() + " cannot be fetched: " + Failures.reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GyreException("fetching the module " + source.url() + " was interrupted", e);
        }
    }

    private String download(ModuleSource.Url source, Path into) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(source.url()).build();
        try (HttpClient client = clients.get()) {
            Future<HttpResponse<Path>> answer = client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofFile(into), maxBytes));
            try {
                int status = answer.get(WHOLE.toSeconds(), TimeUnit.SECONDS).statusCode();
                if (status != OK) {
                    throw new GyreException("the module " + source.url() + " cannot be fetched: the server answered " + status);
                }
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
            } catch (TimeoutException e) {
                throw new IOException("it took longer than " + WHOLE.toSeconds() + " s", e);
            } finally {
                client.shutdownNow();
            }
        }
        return digest(into);
    }

    private static String digest(Path file) throws IOException {
        MessageDigest sha256 = Sha256.digest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(sha256.digest());
    }
}
