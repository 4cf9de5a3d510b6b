package dev.gyre.itests.spindata;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.json.JSONArray;
import org.json.JSONObject;

import com.sun.net.httpserver.HttpServer;

import dev.gyre.api.GyreException;
import dev.gyre.api.files.Folders;
import dev.gyre.blobs.BlobStore;
import dev.gyre.blobs.Digest;
import dev.gyre.blobs.internal.DiskBlobStore;
import dev.gyre.loader.oci.internal.policy.CosignVerifier;
import dev.gyre.loader.oci.internal.pull.Pull;
import dev.gyre.loader.oci.internal.registry.ImageReference;
import dev.gyre.loader.oci.internal.registry.Login;
import dev.gyre.loader.oci.internal.registry.Registry;

/**
 * Images with signatures that cosign made, among the test data of containers/image ({@code signature/fixtures}): manifest and signatures are put where
 * cosign puts them in a registry, and the operator trusts the two public keys there. What has no signature by key, or one of something else, is refused.
 */
public final class CosignData {
    private static final String PREFIX = "dir-img-cosign-";
    /** The first are signed without key, by certificates; the others are damaged. */
    private static final List<String> REFUSED = List.of("fulcio-rekor-valid", "pki-valid", "manifest-digest-error", "modified-manifest", "other-attachment");

    private final Map<String, byte[]> contents = new HashMap<>();
    private final TreeMap<String, String> problems = new TreeMap<>();

    private CosignData() {
    }

    /** @param arguments the folder with the fixtures */
    public static void main(String[] arguments) throws IOException {
        Path fixtures = Path.of(arguments[0]);
        Path temp = Files.createTempDirectory("gyre-cosign-data");
        CosignData data = new CosignData();
        HttpServer server = data.serve();
        int images = 0;
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(fixtures, PREFIX + "*")) {
            BlobStore store = DiskBlobStore.in(temp, 1L << 30, Duration.ofSeconds(1));
            CosignVerifier verifier = CosignVerifier.of(store, fixtures.resolve("cosign.pub").toString(), fixtures.resolve("cosign2.pub").toString());
            for (Path folder : folders) {
                if (Files.exists(folder.resolve("manifest.json"))) {
                    data.check(folder, "127.0.0.1:" + server.getAddress().getPort(), verifier);
                    images++;
                }
            }
        } finally {
            server.stop(0);
            Folders.delete(temp);
        }
        data.problems.forEach((image, problem) -> System.out.println("   problem: " + image + ": " + problem));
        System.out.println(images + " images with signatures of cosign, " + data.problems.size() + " problems");
        System.exit(data.problems.isEmpty() && images > 0 ? 0 : 1);
    }

    private HttpServer serve() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v2/", exchange -> {
            byte[] content = contents.get(exchange.getRequestURI().getPath().replaceFirst("^/v2/[^/]*/", ""));
            exchange.sendResponseHeaders(content == null ? 404 : 200, content == null ? -1 : content.length);
            if (content != null) {
                exchange.getResponseBody().write(content);
            }
            exchange.close();
        });
        server.start();
        return server;
    }

    private void check(Path folder, String registry, CosignVerifier verifier) throws IOException {
        String name = folder.getFileName().toString().substring(PREFIX.length());
        byte[] manifest = Files.readAllBytes(folder.resolve("manifest.json"));
        Digest digest = Digest.of(manifest);
        contents.clear();
        contents.put("manifests/sha256-" + digest.hex() + ".sig", signatures(folder).toString().getBytes(StandardCharsets.UTF_8));
        ImageReference image = ImageReference.parse(registry + "/" + name + ":1"); // each its own, as tags are remembered
        try (Registry client = new Registry(image, new Login.Anonymous(), false)) {
            verifier.verify(image, new Pull.Found(digest, new Registry.Manifest(manifest, digest)), client);
            System.out.println(name + " may run");
            if (REFUSED.contains(name)) {
                problems.put(name, "is not refused");
            }
        } catch (GyreException e) {
            System.out.println(name + ": " + e.getMessage());
            if (!REFUSED.contains(name)) {
                problems.put(name, "is refused");
            }
        }
    }

    /** The manifest of an image whose layers are a folder's signatures, in order. */
    private JSONObject signatures(Path folder) throws IOException {
        List<JSONObject> layers = new ArrayList<>();
        for (int i = 1; Files.exists(folder.resolve("signature-" + i)); i++) {
            String text = Files.readString(folder.resolve("signature-" + i), StandardCharsets.UTF_8);
            JSONObject signature = new JSONObject(text.substring(text.indexOf('{')));
            byte[] payload = Base64.getDecoder().decode(signature.getString("payload"));
            contents.put("blobs/" + Digest.of(payload), payload);
            layers.add(new JSONObject().put("mediaType", signature.getString("mimeType")).put("size", payload.length).put("digest", Digest.of(payload).toString())
                    .put("annotations", signature.optJSONObject("annotations", new JSONObject())));
        }
        return new JSONObject().put("schemaVersion", 2).put("mediaType", "application/vnd.oci.image.manifest.v1+json")
                .put("config", new JSONObject().put("mediaType", "application/vnd.oci.image.config.v1+json").put("size", 2).put("digest", Digest.of("{}".getBytes()).toString()))
                .put("layers", new JSONArray(layers));
    }
}
