package dev.gyre.loader.oci.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.blobs.Digest;
import dev.gyre.blobs.http.RegistryClient;
import dev.gyre.loader.oci.internal.registry.ImageReference;
import dev.gyre.loader.oci.internal.registry.Login;
import dev.gyre.loader.oci.internal.registry.Registry;

/** Images that somebody pushed who means harm: the registry and all digests are as they should be. */
class HostileImagesTest extends OciTest {
    private static final String MODULE = "\0asm module";
    private static final String FILE = "a file of the application, larger than what would be written into it";
    private DockerRegistry registry;

    @BeforeEach
    void start() throws Exception {
        registry = DockerRegistry.start(temp.resolve("registry"), Optional.empty(), Optional.empty());
    }

    @AfterEach
    void stop() throws Exception {
        registry.close();
    }

    /** Pushes an image of layers: their types and contents by turns. */
    private String image(Object... layers) {
        ImageReference image = ImageReference.parse(registry.name() + "/evil:1");
        StringBuilder list = new StringBuilder();
        try (Registry to = new Registry(image, new Login.Anonymous(), false)) {
            upload(to, "{}".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < layers.length; i += 2) {
                byte[] content = layers[i + 1] instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : (byte[]) layers[i + 1];
                upload(to, content);
                list.append(i > 0 ? "," : "").append("{\"mediaType\":\"").append(layers[i]).append("\",\"digest\":\"").append(Digest.of(content))
                        .append("\",\"size\":").append(content.length).append('}');
            }
            to.put("1", ("{\"schemaVersion\":2,\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"size\":2,\"digest\":\""
                    + digest("{}") + "\"},\"layers\":[" + list + "]}").getBytes(StandardCharsets.UTF_8));
        }
        return image.toString();
    }

    private static void upload(Registry to, byte[] content) {
        to.upload(Digest.of(content), BodyPublishers.ofByteArray(content), content.length);
    }

    private static Digest digest(String text) {
        return Digest.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A locked application with a component that has these files, paths and contents by turns. */
    private static String locked(String... files) {
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < files.length; i += 2) {
            list.append(i > 0 ? "," : "").append("{\"digest\":\"").append(digest(files[i + 1])).append("\",\"path\":\"").append(files[i]).append("\"}");
        }
        return """
                {"spin_lock_version": 0, "metadata": {"name": "evil", "version": "1", "trigger": {"type": "http", "base": "/"}},
                 "triggers": [{"id": "t", "trigger_type": "http", "trigger_config": {"component": "c", "route": "/..."}}],
                 "components": [{"id": "c", "source": {"content_type": "application/wasm", "digest": "%s"}, "files": [%s]}]}
                """.formatted(digest(MODULE), list);
    }

    private static final String WASM_LAYER = "application/vnd.wasm.content.layer.v1+wasm";
    private static final String DATA_LAYER = "application/vnd.wasm.content.layer.v1+data";
    private static final String ARCHIVE_LAYER = "application/vnd.wasm.content.bundle.v1.tar+gzip";
    private static final String APPLICATION_LAYER = "application/vnd.fermyon.spin.application.v1+config";

    @Test
    void pathsOfFilesStayBelowTheGuestsRoot() throws IOException {
        for (String path : List.of("../../escaped", "a/../../../escaped", "/", "a//b", "c:/x", "a\\\\..\\\\b", "")) {
            String image = image(WASM_LAYER, MODULE, DATA_LAYER, FILE, APPLICATION_LAYER, locked(path, FILE));
            String message = assertThrows(GyreException.class, () -> pull(image), path).getMessage();
            assertTrue(message.contains("of a file is refused"), message);
        }
        String twice = image(WASM_LAYER, MODULE, DATA_LAYER, FILE, APPLICATION_LAYER, locked("x", FILE, "x", MODULE));
        assertThrows(GyreException.class, () -> pull(twice), "two files in one place");
        String inside = image(WASM_LAYER, MODULE, DATA_LAYER, FILE, APPLICATION_LAYER, locked("x", FILE, "x/y", FILE));
        assertThrows(GyreException.class, () -> pull(inside), "a file in a file");
        assertFalse(Files.exists(temp.resolve("escaped")));
    }

    /** Names, links and devices of archives are not even looked at; what counts is which contents the application has. */
    @Test
    void entriesOfArchivesDecideNothing() throws IOException {
        Path outside = Files.createDirectory(temp.resolve("outside"));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            entry(out, "../../../../escaped", '0', "", "evil");
            entry(out, outside + "/absolute", '0', "", "evil");
            entry(out, "link", '2', outside.toString(), "");
            entry(out, "link/through", '0', "", "evil");
            entry(out, "hard", '1', "/etc/passwd", "");
            entry(out, "device", '3', "", "");
            entry(out, "pipe", '6', "", "");
            entry(out, "twice", '0', "", FILE);
            entry(out, "twice", '0', "", "evil");
            entry(out, "folder", '5', "", "");
            entry(out, "pax", 'x', "", "20 path=../../pax0\n");
            entry(out, "\0", '0', "", "evil");
            out.write(new byte[1024]);
        }
        Application app = pull(image(WASM_LAYER, MODULE, ARCHIVE_LAYER, packed.toByteArray(), APPLICATION_LAYER, locked("x/file.txt", FILE)));
        Path staged = app.components().getFirst().mounts().getFirst().host();
        assertEquals(Map.of("x/file.txt", FILE), tree(staged));
        assertEquals(Map.of(), tree(outside));
        assertFalse(Files.exists(temp.resolve("escaped")));
    }

    private static void entry(GZIPOutputStream out, String name, char type, String link, String content) throws IOException {
        byte[] data = content.getBytes(StandardCharsets.UTF_8);
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 124, String.format("%011o", data.length));
        header[156] = (byte) type;
        put(header, 157, link);
        put(header, 148, "        ");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, String.format("%06o\0 ", sum));
        out.write(header);
        out.write(data);
        out.write(new byte[(512 - data.length % 512) % 512]);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    /** Those of one application may lie elsewhere, but not where only this machine gets to, and not past encryption. */
    @Test
    void tokenServersAreCheckedLikeRedirects() {
        for (String realm : List.of("http://auth.example.com/token", "https://169.254.169.254/latest", "https://127.0.0.1/token", "https://me@192.0.2.7/token")) {
            assertThrows(GyreException.class, () -> RegistryClient.checkLeads(URI.create("https://192.0.2.1/v2/"), URI.create(realm)), realm);
        }
        RegistryClient.checkLeads(URI.create("https://192.0.2.1/v2/"), URI.create("https://192.0.2.2/token"));
    }
}
