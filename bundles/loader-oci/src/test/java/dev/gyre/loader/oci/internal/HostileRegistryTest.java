package dev.gyre.loader.oci.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.gyre.api.GyreException;
import dev.gyre.api.loader.LoadOptions;
import dev.gyre.blobs.Digest;
import dev.gyre.blobs.http.RegistryRules;

/** A real registry, and somebody between it and us. Nothing that is not what was pushed is ever loaded, and nothing is left of it. */
class HostileRegistryTest extends OciTest {
    private DockerRegistry registry;
    private FaultyProxy proxy;
    private String digest;

    @BeforeEach
    void push() throws Exception {
        registry = DockerRegistry.start(temp.resolve("registry"), Optional.empty(), Optional.empty());
        digest = push(registry.name() + "/shop:1");
        proxy = new FaultyProxy(registry.name());
    }

    @AfterEach
    void stop() throws Exception {
        proxy.close();
        registry.close();
    }

    private String image() {
        return proxy.name() + "/shop:1";
    }

    private String refused(String reference) throws IOException {
        Path staging = staging();
        String message = assertThrows(GyreException.class,
                () -> loader(RegistryRules.ANY).load(reference, new LoadOptions(staging, false, Map.of()))).getMessage();
        try (Stream<Path> left = Files.walk(staging)) {
            assertEquals(List.of(), left.filter(Files::isRegularFile).toList(), "left behind");
        }
        return message;
    }

    private void onBlobs(FaultyProxy.Fault fault) {
        proxy.inject((request, answer) -> request.getRequestURI().getPath().contains("/blobs/") && request.getRequestMethod().equals("GET")
                ? fault.change(request, answer) : Optional.empty());
    }

    private void onManifests(FaultyProxy.Fault fault) {
        proxy.inject((request, answer) -> request.getRequestURI().getPath().contains("/manifests/") ? fault.change(request, answer) : Optional.empty());
    }

    private static void assertContains(String expected, String message) {
        assertTrue(message.contains(expected), message);
    }

    @Test
    void otherBytesThanTheDigestSays() throws Exception {
        onBlobs((request, answer) -> {
            byte[] body = answer.body().clone();
            body[0] ^= 1;
            return Optional.of(FaultyProxy.Answer.ok(body));
        });
        assertContains("has not the digest", refused(image()));
        onBlobs((request, answer) -> Optional.of(FaultyProxy.Answer.ok((new String(answer.body(), StandardCharsets.ISO_8859_1) + "more").getBytes(StandardCharsets.ISO_8859_1))));
        assertContains("is larger than the", refused(image()));
        proxy.inject((request, answer) -> Optional.empty());
        assertEquals(essence(local()), essence(pull(image())), "once it tells the truth");
    }

    @Test
    void aTransferThatBreaksOffGoesOn() throws Exception {
        onBlobs((request, answer) -> request.getRequestHeaders().containsKey("Range") ? Optional.empty()
                : Optional.of(new FaultyProxy.Answer(200, java.util.Arrays.copyOf(answer.body(), answer.body().length / 2), answer.body().length)));
        assertEquals(essence(local()), essence(pull(image())));
        onBlobs((request, answer) -> Optional.of(new FaultyProxy.Answer(200, new byte[3], answer.body().length)));
        Files.move(temp.resolve("store"), temp.resolve("store-before"));
        assertContains("the transfer ended after 3 of ", refused(image()));
    }

    @Test
    void aRegistryThatIsDown() throws Exception {
        int[] failures = {0};
        onBlobs((request, answer) -> failures[0]++ % 2 == 0 ? Optional.of(new FaultyProxy.Answer(503, new byte[0], 0)) : Optional.empty());
        assertEquals(essence(local()), essence(pull(image())), "now and then");
        proxy.inject((request, answer) -> Optional.of(new FaultyProxy.Answer(500, new byte[0], 0)));
        assertEquals(essence(local()), essence(pull(image())), "with all in the store");
        assertContains("answered 500", refused(proxy.name() + "/shop:2"));
        proxy.inject((request, answer) -> Optional.of(new FaultyProxy.Answer(429, new byte[0], 0, "Retry-After", "7200")));
        assertContains("answered 429; it wants to be asked again in 7200 s", refused(proxy.name() + "/shop:2"));
    }

    @Test
    void manifestsThatLie() throws Exception {
        onManifests((request, answer) -> Optional.of(FaultyProxy.Answer.ok(new byte[5 << 20])));
        assertContains("more than the 4194304 bytes", refused(image()));
        onManifests((request, answer) -> Optional.of(new FaultyProxy.Answer(200, answer.body(), answer.body().length, "Docker-Content-Digest", "sha256:" + "0".repeat(64))));
        assertContains("has not the digest it announced", refused(image()));
        onManifests((request, answer) -> Optional.of(FaultyProxy.Answer.ok((new String(answer.body()) + " ").getBytes())));
        assertContains("and sent another one", refused(proxy.name() + "/shop@" + digest));
        onManifests((request, answer) -> Optional.of(FaultyProxy.Answer.ok("{\"schemaVersion\":2}".getBytes())));
        assertContains("is no image", refused(image()));
        onManifests((request, answer) -> Optional.of(FaultyProxy.Answer.ok("[[[[".getBytes())));
        assertContains("JSON", refused(image()));
        for (String[] change : new String[][] {
                {"vnd.wasm.content.layer.v1+wasm", "vnd.wasm.content.layer.v1+data", "is to be a module, but has the media type"},
                {"application/vnd.wasm.content.layer.v1+wasm", "application/vnd.fermyon.spin.application.v1+config", "layers of the type"},
                {"application/vnd.fermyon.spin.application.v1+config", "application/octet-stream", "is no Spin application"},
                {"sha256:", "sha512:", "is no digest Gyre can check"}}) {
            onManifests((request, answer) -> Optional.of(FaultyProxy.Answer.ok(new String(answer.body()).replace(change[0], change[1]).getBytes())));
            assertContains(change[2], refused(image()));
        }
    }

    /** As the page of a hotel does that wants a password first. */
    @Test
    void whatCouldStartWithoutTheRegistryStillCanAfterALie() throws Exception {
        pull(image());
        onManifests((request, answer) -> Optional.of(FaultyProxy.Answer.ok("<html>".getBytes())));
        assertContains("JSON", refused(image()));
        onManifests((request, answer) -> Optional.of(FaultyProxy.Answer.ok(new String(answer.body())
                .replace("application/vnd.fermyon.spin.application.v1+config", "application/octet-stream").getBytes())));
        assertContains("is no Spin application", refused(image()));
        proxy.inject((request, answer) -> Optional.of(new FaultyProxy.Answer(500, new byte[0], 0)));
        assertEquals(essence(local()), essence(pull(image())));
    }

    @Test
    void listsOfImages() throws Exception {
        byte[] index = ("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[{\"mediaType\":"
                + "\"application/vnd.oci.image.manifest.v1+json\",\"size\":1,\"digest\":\"" + digest + "\",\"platform\":{\"architecture\":\"wasm\",\"os\":\"wasip1\"}}]}").getBytes();
        onManifests((request, answer) -> request.getRequestURI().getPath().endsWith("/1") ? Optional.of(FaultyProxy.Answer.ok(index)) : Optional.empty());
        assertEquals(essence(local()), essence(pull(image())));
        byte[] self = new String(index).replace(digest, Digest.of("loop".getBytes()).toString()).replace("image.manifest", "image.index").getBytes();
        onManifests((request, answer) -> Optional.of(FaultyProxy.Answer.ok(self)));
        assertContains("a list with 0 images", refused(image()));
    }

    @Test
    void credentialsDoNotFollowARedirect() throws Exception {
        Files.createDirectories(temp.resolve("docker"));
        Files.writeString(temp.resolve("docker/config.json"), "{\"auths\": {\"" + proxy.name() + "\": {\"auth\": \"bWU6c2VjcmV0\"}}}");
        try (FaultyProxy other = new FaultyProxy(registry.name())) {
            proxy.inject((request, answer) -> !request.getRequestHeaders().containsKey("Authorization")
                    ? Optional.of(new FaultyProxy.Answer(401, new byte[0], 0, "WWW-Authenticate", "Basic realm=\"x\""))
                    : request.getRequestURI().getPath().contains("/blobs/")
                            ? Optional.of(new FaultyProxy.Answer(307, new byte[0], 0, "Location", "http://" + other.name() + request.getRequestURI())) : Optional.empty());
            assertEquals(essence(local()), essence(pull(image())));
            assertTrue(other.asked().size() > 3, other.asked().toString());
            assertTrue(other.asked().stream().allMatch(a -> a.endsWith(" null")), other.asked().toString());
        }
    }

    /** As in CVE-2020-15157: who is redirected to says where to send the password. */
    @Test
    void whoWasRedirectedToMayNotAskForCredentials() throws Exception {
        Files.createDirectories(temp.resolve("docker"));
        Files.writeString(temp.resolve("docker/config.json"), "{\"auths\": {\"" + proxy.name() + "\": {\"auth\": \"bWU6c2VjcmV0\"}}}");
        try (FaultyProxy other = new FaultyProxy(registry.name())) {
            onBlobs((request, answer) -> Optional.of(new FaultyProxy.Answer(307, new byte[0], 0, "Location", "http://" + other.name() + "/storage")));
            other.inject((request, answer) -> Optional.of(new FaultyProxy.Answer(401, new byte[0], 0, "WWW-Authenticate",
                    "Bearer realm=\"http://" + other.name() + "/token\",service=\"s\"")));
            assertContains("refuses the blob", refused(image()));
            assertEquals(List.of(), other.asked().stream().filter(a -> !a.equals("GET /storage null") && !a.equals("HEAD /storage null")).toList());
            assertFalse(other.asked().isEmpty());
        }
    }

    @Test
    void tokensAreFetchedWhereTheRegistrySays() throws Exception {
        Files.createDirectories(temp.resolve("docker"));
        Files.writeString(temp.resolve("docker/config.json"), "{\"auths\": {\"" + proxy.name() + "\": {\"auth\": \"bWU6c2VjcmV0\"}}}");
        proxy.inject((request, answer) -> {
            String authorization = Optional.ofNullable(request.getRequestHeaders().getFirst("Authorization")).orElse("");
            if (request.getRequestURI().getPath().equals("/token")) {
                assertEquals("Basic bWU6c2VjcmV0", authorization);
                return Optional.of(FaultyProxy.Answer.ok("{\"token\": \"t0ken\", \"expires_in\": 60}".getBytes()));
            }
            return authorization.equals("Bearer t0ken") ? Optional.empty() : Optional.of(new FaultyProxy.Answer(401, new byte[0], 0, "WWW-Authenticate",
                    "Bearer realm=\"http://" + proxy.name() + "/token\",service=\"reg\",scope=\"repository:shop:pull\""));
        });
        assertEquals(essence(local()), essence(pull(image())));
        List<String> tokens = proxy.asked().stream().filter(a -> a.contains("/token")).distinct().toList();
        assertEquals(List.of("GET /token?service=reg&scope=repository%3Ashop%3Apull Basic bWU6c2VjcmV0"), tokens);
        proxy.inject((request, answer) -> Optional.of(new FaultyProxy.Answer(401, new byte[0], 0, "WWW-Authenticate", "Bearer realm=\"file:///etc/passwd\"")));
        assertContains("is not trusted with a password", refused(proxy.name() + "/shop:2"));
    }

    @Test
    void aTokenThatEndsBetweenTwoBlobsIsFetchedAgain() throws Exception {
        AtomicInteger issued = new AtomicInteger();
        AtomicInteger blobs = new AtomicInteger();
        proxy.inject((request, answer) -> {
            String path = request.getRequestURI().getPath();
            if (path.equals("/token")) {
                return Optional.of(FaultyProxy.Answer.ok(("{\"token\": \"t" + issued.incrementAndGet() + "\"}").getBytes()));
            }
            boolean good = ("Bearer t" + issued.get()).equals(request.getRequestHeaders().getFirst("Authorization"));
            if (good && path.contains("/blobs/") && request.getRequestMethod().equals("GET") && blobs.getAndIncrement() == 0) {
                issued.incrementAndGet(); // from now on the one it has is of no use
                return Optional.empty();
            }
            return good ? Optional.empty() : Optional.of(new FaultyProxy.Answer(401, new byte[0], 0, "WWW-Authenticate",
                    "Bearer realm=\"http://" + proxy.name() + "/token\",service=\"reg\",scope=\"repository:shop:pull\""));
        });
        assertEquals(essence(local()), essence(pull(image())));
        assertTrue(blobs.get() > 1, "more than one blob");
    }

    @Test
    void identityTokensAreExchanged() throws Exception {
        Files.createDirectories(temp.resolve("docker"));
        Files.writeString(temp.resolve("docker/config.json"), "{\"auths\": {\"" + proxy.name() + "\": {\"identitytoken\": \"id/t0ken\"}}}");
        List<String> forms = new CopyOnWriteArrayList<>();
        proxy.inject((request, answer) -> {
            if (request.getRequestURI().getPath().equals("/token")) {
                forms.add(request.getRequestMethod() + " " + request.getRequestHeaders().getFirst("Authorization") + " " + new String(request.getRequestBody().readAllBytes()));
                return Optional.of(FaultyProxy.Answer.ok("{\"access_token\": \"t0ken\"}".getBytes()));
            }
            return "Bearer t0ken".equals(request.getRequestHeaders().getFirst("Authorization")) ? Optional.empty()
                    : Optional.of(new FaultyProxy.Answer(401, new byte[0], 0, "WWW-Authenticate",
                            "Bearer realm=\"http://" + proxy.name() + "/token\",service=\"reg\",scope=\"repository:shop:pull\""));
        });
        assertEquals(essence(local()), essence(pull(image())));
        assertEquals(List.of("POST null grant_type=refresh_token&client_id=gyre&refresh_token=id%2Ft0ken&service=reg&scope=repository%3Ashop%3Apull"),
                forms.stream().distinct().toList(), "it goes to the token server, in the body, and nowhere else");
        assertTrue(proxy.asked().stream().noneMatch(a -> a.contains("id/t0ken") || a.contains("id%2Ft0ken")), proxy.asked().toString());
    }

    @Test
    void offlineNobodyIsAsked() throws Exception {
        LoadOptions offline = new LoadOptions(staging(), false, Map.of(LoadOptions.OFFLINE, "on"));
        proxy.inject((request, answer) -> Optional.empty());
        assertContains("is not asked: --offline was said",
                assertThrows(GyreException.class, () -> loader(RegistryRules.ANY).load(image(), offline)).getMessage());
        assertEquals(List.of(), proxy.asked());
        pull(image());
        proxy.inject((request, answer) -> Optional.empty());
        assertEquals(essence(local()), essence(loader(RegistryRules.ANY).load(image(), offline)));
        assertEquals(List.of(), proxy.asked());
    }

    @Test
    void archivesWithMoreThanTheySeemToHave() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            byte[] header = new byte[512];
            System.arraycopy("bomb".getBytes(), 0, header, 0, 4);
            System.arraycopy("77777777777".getBytes(), 0, header, 124, 11); // 8 GiB
            header[156] = '0';
            int sum = 8 * ' ';
            for (byte b : header) {
                sum += b;
            }
            System.arraycopy(String.format("%06o\0 ", sum).getBytes(), 0, header, 148, 8);
            out.write(header);
            out.write(new byte[1 << 20]);
        }
        byte[] bomb = packed.toByteArray();
        List<String> wanted = new ArrayList<>();
        proxy.inject((request, answer) -> {
            String path = request.getRequestURI().getPath();
            if (path.contains("/manifests/")) {
                // the archive stands for the first file, which then is nowhere else
                String json = new String(answer.body()).replaceFirst(
                        "\\{\"mediaType\":\"application/vnd.wasm.content.layer.v1\\+data\",\"digest\":\"[^\"]*\",\"size\":\\d+}",
                        "{\"mediaType\":\"application/vnd.wasm.content.bundle.v1.tar+gzip\",\"digest\":\"" + Digest.of(bomb) + "\",\"size\":" + bomb.length + "}");
                wanted.add(json);
                return Optional.of(FaultyProxy.Answer.ok(json.getBytes()));
            }
            return path.endsWith(Digest.of(bomb).hex()) ? Optional.of(FaultyProxy.Answer.ok(bomb)) : Optional.empty();
        });
        assertContains("cannot be read: it is too large", refused(image()));
        assertTrue(wanted.getFirst().contains("tar+gzip"), wanted.getFirst());
    }
}
