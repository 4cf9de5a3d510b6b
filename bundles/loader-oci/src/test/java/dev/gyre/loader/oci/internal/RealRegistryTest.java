package dev.gyre.loader.oci.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Origin;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.loader.LoadOptions;
import dev.gyre.blobs.Digest;
import dev.gyre.blobs.http.RegistryRules;
import dev.gyre.loader.oci.internal.policy.CosignVerifier;
import dev.gyre.loader.oci.internal.policy.OciConfig;
import dev.gyre.loader.oci.internal.pull.OciLoader;
import dev.gyre.loader.oci.internal.registry.ImageReference;
import dev.gyre.loader.oci.internal.registry.Login;
import dev.gyre.loader.oci.internal.registry.Registry;
import dev.gyre.locked.json.JsonReader;
import dev.gyre.test.Configured;

/** Against Docker's registry, with skopeo as the other side. */
class RealRegistryTest extends OciTest {
    /** Of the user "me" with the password "secret". */
    private static final String HTPASSWD = "me:$2y$05$ZAu5HsSOMHQ/bQfKd6NyJu/u2WQgHy2vD9YG7YkKUa7jza9RkEl96\n";

    private DockerRegistry plain() throws Exception {
        return DockerRegistry.start(temp.resolve("registry"), Optional.empty(), Optional.empty());
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), String.join(" ", command) + ": " + out);
    }

    private static ConfigTable json(DockerRegistry registry, String path) throws Exception {
        return JsonReader.read(http(registry, path, r -> r.header("Accept", "application/vnd.oci.image.manifest.v1+json")).body(), path);
    }

    private static HttpResponse<String> http(DockerRegistry registry, String path, UnaryOperator<HttpRequest.Builder> how) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(how.apply(HttpRequest.newBuilder(URI.create("http://" + registry.name() + "/v2/" + path))).build(), BodyHandlers.ofString());
        }
    }

    @Test
    void anApplicationIsTheSameFromTheRegistry() throws Exception {
        try (DockerRegistry registry = plain()) {
            String image = registry.name() + "/team/shop";
            String digest = push(image + ":1.2.3");
            Map<String, Object> local = essence(local());
            Application pulled = pull(image + ":1.2.3");
            assertEquals(local, essence(pulled));
            assertEquals(new Origin.Registry(image + ":1.2.3", registry.name(), Optional.of(digest)), pulled.info().origin());
            assertEquals(local, essence(pull(image + "@" + digest)));
            assertEquals(Optional.of(digest), loader(RegistryRules.ANY).version(image + ":1.2.3", new LoadOptions(temp, false)));
            file("more/large.txt", "other ".repeat(100));
            String next = push(image + ":1.2.3");
            assertEquals(Optional.of(next), loader(RegistryRules.ANY).version(image + ":1.2.3", new LoadOptions(temp, false)), "the tag has moved");
            file("more/large.txt", "large ".repeat(100));
            digest = push(image + ":1.2.3");
            assertEquals("Successfully pulled the app from the registry, digest " + digest + "\n", registry("pull", image + ":1.2.3"));
            registry.close();
            assertEquals(local, essence(pull(image + "@" + digest)), "without the registry");
            assertEquals(local, essence(pull(image + ":1.2.3")), "without the registry, by tag");
            assertThrows(GyreException.class, () -> pull(image + ":2"));
        }
    }

    @Test
    void theLayoutIsSpins() throws Exception {
        try (DockerRegistry registry = plain()) {
            push(registry.name() + "/shop:1", "--annotation", "org.opencontainers.image.title=other");
            ConfigTable manifest = json(registry, "shop/manifests/1");
            assertEquals("application/vnd.oci.image.config.v1+json", manifest.requiredTable("config").requiredString("mediaType"));
            List<ConfigTable> layers = manifest.tables("layers");
            assertEquals(List.of("application/vnd.wasm.content.layer.v1+wasm", "application/vnd.wasm.content.layer.v1+data",
                    "application/vnd.wasm.content.layer.v1+data", "application/vnd.wasm.content.layer.v1+wasm",
                    "application/vnd.fermyon.spin.application.v1+config"), layers.stream().map(l -> l.requiredString("mediaType")).toList());
            Map<String, String> annotations = manifest.stringMap("annotations");
            assertEquals(List.of("Ann, Bob", "other", "a shop", "1.2.3"), List.of("authors", "title", "description", "version").stream()
                    .map(k -> annotations.get("org.opencontainers.image." + k)).toList());
            String locked = layers.getLast().requiredString("digest");
            ConfigTable config = json(registry, "shop/blobs/" + manifest.requiredTable("config").requiredString("digest"));
            assertEquals(List.of("wasm", "Wasip1"), List.of(config.requiredString("architecture"), config.requiredString("os")));
            assertEquals(locked, config.requiredTable("config").requiredTable("Labels").requiredString("com.fermyon.spin.lockedAppDigest"));
            ConfigTable app = json(registry, "shop/blobs/" + locked);
            assertEquals(0, app.integer("spin_lock_version").orElseThrow());
            ConfigTable back = app.tables("components").stream().filter(c -> c.requiredString("id").equals("back")).findFirst().orElseThrow();
            assertEquals(Digest.of("\0asm back".getBytes()).toString(), back.requiredTable("source").requiredString("digest"));
            assertEquals("AGFzbSBiYWNr", back.requiredTable("source").requiredString("inline"));
            assertFalse(app.requiredTable("metadata").has("origin"));
            List<String> files = new ArrayList<>();
            app.tables("components").forEach(c -> c.tables("files").forEach(f -> files.add(f.requiredString("path") + (f.has("inline") ? " inline" : ""))));
            assertEquals(List.of("extra/large.txt", "public/deep/er/" + "n".repeat(120) + ".txt", "public/empty.txt inline", "public/large.txt",
                    "public/small.txt inline"), files);
        }
    }

    @Test
    void manyFilesGoIntoAnArchive() throws Exception {
        try (DockerRegistry registry = plain()) {
            for (int i = 0; i < 600; i++) {
                file("public/many/" + i + ".txt", i + " of many ".repeat(20));
            }
            push(registry.name() + "/shop:1");
            List<String> types = json(registry, "shop/manifests/1").tables("layers").stream().map(l -> l.requiredString("mediaType")).toList();
            assertEquals(4, types.size());
            assertTrue(types.contains("application/vnd.wasm.content.bundle.v1.tar+gzip"), types.toString());
            Map<String, Object> local = essence(local());
            assertEquals(local, essence(pull(registry.name() + "/shop:1")));
            registry.close();
            assertEquals(local, essence(pull(registry.name() + "/shop:1")), "from the store");
        }
    }

    @Test
    void skopeoCopiesWhatGyrePushedAndGyrePullsWhatSkopeoDid() throws Exception {
        DockerRegistry.need("skopeo");
        try (DockerRegistry registry = plain()) {
            String digest = push(registry.name() + "/shop:1");
            Path layout = temp.resolve("layout");
            run("skopeo", "--insecure-policy", "copy", "--src-tls-verify=false", "docker://" + registry.name() + "/shop:1", "oci:" + layout + ":x");
            run("skopeo", "--insecure-policy", "copy", "--dest-tls-verify=false", "oci:" + layout + ":x", "docker://" + registry.name() + "/copy/of/shop:2");
            Application copied = pull(registry.name() + "/copy/of/shop:2");
            assertEquals(essence(local()), essence(copied));
            assertEquals(Optional.of(digest), ((Origin.Registry) copied.info().origin()).digest());
        }
    }

    @Test
    void aRegistryWithUsersAndTls() throws Exception {
        Path tls = Files.createDirectory(temp.resolve("tls"));
        run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=other",
                "-keyout", tls.resolve("key.pem").toString(), "-out", tls.resolve("cert.pem").toString());
        Path users = Files.writeString(temp.resolve("htpasswd"), HTPASSWD);
        try (DockerRegistry registry = DockerRegistry.start(temp.resolve("registry"), Optional.of(users), Optional.of(tls))) {
            String image = registry.name() + "/shop:1";
            assertThrows(GyreException.class, () -> push(image));
            String who = assertThrows(GyreException.class, () -> push(image, "-k")).getMessage();
            assertTrue(who.contains("gyre registry login " + registry.name()), who);
            assertThrows(GyreException.class, () -> registry("login", "-k", "-u", "me", "-p", "wrong", registry.name()));
            assertFalse(Files.exists(temp.resolve("config/gyre/registry-auth.json")), "only what was right is kept");
            assertEquals("Successfully logged in as me to registry " + registry.name() + "\n", registry("login", "-k", "-u", "me", "-p", "secret", registry.name()));
            Path kept = temp.resolve("config/gyre/registry-auth.json");
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)));
            push(image, "-k");
            assertEquals(essence(local()), essence(pull(image, "insecure")));
            Files.delete(kept);
            assertThrows(GyreException.class, () -> pull(image.replace(":1", ":2"), "insecure"));
            Files.createDirectory(temp.resolve("docker"));
            Files.writeString(temp.resolve("docker/config.json"), "{\"auths\": {\"" + registry.name() + "\": {\"auth\": \""
                    + Base64.getEncoder().encodeToString("me:secret".getBytes()) + "\"}}}");
            assertEquals(essence(local()), essence(pull(image, "insecure")), "as Docker's user");
        }
    }

    @Test
    void onlySignedImagesRunWhereTheOperatorSaysSo() throws Exception {
        try (DockerRegistry registry = plain()) {
            String image = registry.name() + "/shop:1";
            String digest = push(image);
            KeyPair ours = pair();
            KeyPair others = pair();
            Path pem = pem("cosign.pub", ours);
            assertTrue(refused(image, pem).contains("it has no signature"));
            sign(registry, digest, digest, others);
            assertTrue(refused(image, pem).contains("none of its signatures is of a key in trusted-keys"));
            sign(registry, digest, "sha256:" + "0".repeat(64), ours);
            assertTrue(refused(image, pem).contains("none of its signatures"), "a signature of something else");
            String list = putList(registry, digest);
            sign(registry, list, list, ours);
            assertTrue(refused(image, pem).contains("none of its signatures"), "only in the list it is signed");
            assertSigned(registry.name() + "/shop:all", pem, "a signed list");
            sign(registry, digest, digest, ours);
            assertSigned(image, pem, "a signed image");
            assertKeysChange(image, pem);
        }
    }

    /** The operator's list of keys, while the loader is used. */
    private void assertKeysChange(String image, Path pem) throws Exception {
        CosignVerifier verifier = CosignVerifier.of(store(), pem.toString());
        OciLoader loader = new OciLoader(reader, store(), RegistryRules.ANY, verifier, credentials());
        Path none = Files.writeString(temp.resolve("none.pub"), "no key");
        Path others = pem("others.pub", pair());
        for (Path unusable : List.of(none, temp.resolve("missing.pub"))) {
            change(verifier, Map.of("trusted-keys", new String[] {others.toString(), unusable.toString()}));
        }
        change(verifier, Map.of("trusted-key", others.toString()));
        assertEquals(essence(local()), essence(loader.load(image, new LoadOptions(staging(), false))), "as before");
        change(verifier, Map.of("trusted-keys", new String[] {others.toString()}));
        assertThrows(GyreException.class, () -> loader.load(image, new LoadOptions(staging(), false)));
        change(verifier, Map.of());
        assertEquals(essence(local()), essence(loader.load(image, new LoadOptions(staging(), false))), "none are needed any more");
    }

    private static void change(CosignVerifier verifier, Map<String, Object> said) {
        verifier.modified(Configured.of(OciConfig.class, said), said);
    }

    private static KeyPair pair() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private Path pem(String name, KeyPair pair) throws IOException {
        return Files.writeString(temp.resolve(name), "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded()) + "\n-----END PUBLIC KEY-----\n");
    }

    private void assertSigned(String image, Path pem, String what) throws Exception {
        assertEquals(essence(local()), essence(loader(RegistryRules.ANY, pem.toString()).load(image, new LoadOptions(staging(), false))), what);
    }

    /** A list with this image, under the tag "all". */
    private static String putList(DockerRegistry where, String digest) throws Exception {
        String type = "application/vnd.oci.image.index.v1+json";
        byte[] list = ("{\"schemaVersion\":2,\"mediaType\":\"" + type + "\",\"manifests\":[{\"mediaType\":"
                + "\"application/vnd.oci.image.manifest.v1+json\",\"size\":1,\"digest\":\"" + digest + "\"}]}").getBytes();
        HttpResponse<String> answer = http(where, "shop/manifests/all",
                r -> r.header("Content-Type", type).PUT(HttpRequest.BodyPublishers.ofByteArray(list)));
        assertEquals(201, answer.statusCode(), answer.body());
        return Digest.of(list).toString();
    }

    private String refused(String image, Path pem) {
        return assertThrows(GyreException.class, () -> loader(RegistryRules.ANY, pem.toString()).load(image, new LoadOptions(staging(), false))).getMessage();
    }

    /** As cosign does it. */
    private static void sign(DockerRegistry where, String digest, String stated, KeyPair key) throws Exception {
        byte[] statement = ("{\"critical\":{\"identity\":{\"docker-reference\":\"shop\"},\"image\":{\"docker-manifest-digest\":\"" + stated
                + "\"},\"type\":\"cosign container image signature\"},\"optional\":null}").getBytes();
        Signature signer = Signature.getInstance("SHA256withECDSA");
        signer.initSign(key.getPrivate());
        signer.update(statement);
        String signature = Base64.getEncoder().encodeToString(signer.sign());
        ImageReference image = ImageReference.parse(where.name() + "/shop:" + digest.replace(':', '-') + ".sig");
        byte[] config = "{}".getBytes();
        try (Registry registry = new Registry(image, new Login.Anonymous(), false)) {
            for (byte[] blob : List.of(statement, config)) {
                registry.upload(Digest.of(blob), HttpRequest.BodyPublishers.ofByteArray(blob), blob.length);
            }
            registry.put(image.manifest(), ("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":{\"mediaType\":"
                    + "\"application/vnd.oci.image.config.v1+json\",\"size\":2,\"digest\":\"" + Digest.of(config) + "\"},\"layers\":[{\"mediaType\":"
                    + "\"application/vnd.dev.cosign.simplesigning.v1+json\",\"size\":" + statement.length + ",\"digest\":\"" + Digest.of(statement)
                    + "\",\"annotations\":{\"dev.cosignproject.cosign/signature\":\"" + signature + "\"}}]}").getBytes());
        }
    }

    @Test
    void aSingleModuleAnswersEverything() throws Exception {
        try (DockerRegistry registry = plain()) {
            ImageReference image = ImageReference.parse(registry.name() + "/modules/hello:1");
            byte[] module = "\0asm module".getBytes();
            byte[] config = "{}".getBytes();
            try (Registry to = new Registry(image, new Login.Anonymous(), false)) {
                for (byte[] blob : List.of(module, config)) {
                    to.upload(Digest.of(blob), HttpRequest.BodyPublishers.ofByteArray(blob), blob.length);
                }
                to.put("1", ("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":{\"mediaType\":"
                        + "\"application/vnd.wasm.config.v0+json\",\"size\":2,\"digest\":\"" + Digest.of(config) + "\"},\"layers\":[{\"mediaType\":"
                        + "\"application/wasm\",\"size\":" + module.length + ",\"digest\":\"" + Digest.of(module) + "\"}]}").getBytes());
            }
            Application app = pull(image.toString());
            assertEquals("hello", app.info().name());
            assertEquals("/...", app.bindings().getFirst().config().requiredString("route"));
            assertEquals("http", app.bindings().getFirst().type());
        }
    }

    @Test
    void registriesCanBeForbidden() throws IOException {
        RegistryRules rules = server -> {
            throw new GyreException("nothing may come from " + server);
        };
        assertEquals("nothing may come from ghcr.io",
                assertThrows(GyreException.class, () -> loader(rules).load("ghcr.io/a/b:1", new LoadOptions(staging(), false))).getMessage());
    }
}
