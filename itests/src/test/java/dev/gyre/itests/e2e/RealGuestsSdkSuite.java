package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import redis.embedded.RedisServer;

import dev.gyre.test.FreePort;


/** An application on Spin's JavaScript SDK of 2024, made by {@code itests/guests/js-sdk/build}: {@code fermyon:spin@2.0.0} as that SDK imports it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealGuestsSdkSuite {
    @TempDir
    static Path folder;

    private Gyre gyre;
    private GuestServer server;
    private RedisServer redis;
    private String redisAddress;

    /** What this test's container is started with. */
    String[] options() {
        return new String[0];
    }

    @BeforeAll
    void serve() throws IOException {
        server = new GuestServer();
        int port = FreePort.next();
        redisAddress = "redis://127.0.0.1:" + port;
        redis = RedisServer.newRedisServer().bind("127.0.0.1").port(port).setting("save ''").build();
        redis.start();
        Path app = Files.createDirectories(folder.resolve(getClass().getSimpleName()));
        Files.writeString(app.resolve("spin.toml"), """
                spin_manifest_version = 2
                [application]
                name = "sdk"
                [variables]
                greeting = { default = "hello" }
                [[trigger.http]]
                route = "/sdk/..."
                component = "sdk"
                [component.sdk]
                source = '%s'
                key_value_stores = ["default"]
                sqlite_databases = ["default"]
                allowed_outbound_hosts = ["%s", "%s"]
                [component.sdk.variables]
                greeting = "{{ greeting }}, world"
                """.formatted(Gyre.root().resolve("itests/target/guests-sdk/sdk.wasm"), server.address(), redisAddress));
        gyre = Gyre.up(app, options());
    }

    @AfterAll
    void stop() throws IOException {
        gyre.close();
        redis.stop();
        server.close();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
        "/variables/greeting | `\"hello, world\"`",
        "/variables/missing | null",
        "/stores/default | `{\"answer\":\"object\"}`",
        "/stores/other | `{\"refused\":{\"tag\":\"access-denied\"}}`",
        "/kv | `{\"keys\":[\"json\"],\"json\":{\"a\":[1,\"ü\"]}}`",
        "/redis?address={redis} | `{\"answer\":[\"from JavaScript\",\"1\",\"2\",null]}`",
        "/redis?address=redis://127.0.0.1:1 | `{\"refused\":{\"tag\":\"invalid-address\"}}`",
        "/fetch?url={server}/hello | hello the SDK",
    })
    void answers(String path, String expected) {
        HttpResponse<String> answer = Http.get(gyre.resolve("/sdk" + path.replace("{redis}", redisAddress).replace("{server}", server.address())));
        assertEquals(expected, answer.body());
        assertEquals(200, answer.statusCode());
    }

    @Test
    void keysAreSetAndDeleted() {
        String path = "/sdk/kv/a%20key";
        assertEquals("{\"exists\":false,\"value\":null}", Http.get(gyre.resolve(path)).body());
        assertEquals(201, Http.post(gyre.resolve(path), "größer").statusCode());
        assertEquals("{\"exists\":true,\"value\":\"größer\"}", Http.get(gyre.resolve(path)).body());
        assertEquals(204, Http.send("DELETE", gyre.resolve(path), BodyPublishers.noBody()).statusCode());
        assertEquals("{\"exists\":false,\"value\":null}", Http.get(gyre.resolve(path)).body());
    }

    /** Integers beyond what a number of JavaScript holds, and every other kind of value. */
    @Test
    void valuesOfAllKindsGoThroughSqlite() {
        assertEquals("{\"columns\":[\"i\",\"r\",\"t\",\"b\",\"n\"],\"i\":\"9007199254740993\",\"r\":1.5,\"t\":\"größer\",\"b\":[0,255],\"n\":null,"
                + "\"bad\":{\"refused\":{\"tag\":\"io\",\"val\":\"no such column: missing\"}}}", Http.get(gyre.resolve("/sdk/sqlite")).body());
    }

    @Test
    void aHostThatIsNotAllowedIsNotReached() {
        HttpResponse<String> answer = Http.get(gyre.resolve("/sdk/fetch?url=http://127.0.0.1:1/"));
        assertEquals(502, answer.statusCode());
        assertEquals("refused", answer.body());
        gyre.awaitErr("allowed_outbound_hosts");
    }

    @Test
    void answersAreStreamed() {
        assertEquals("part 0\npart 1\npart 2\npart 3\npart 4\n", Http.get(gyre.resolve("/sdk/stream")).body());
        assertEquals(404, Http.get(gyre.resolve("/sdk/nothing")).statusCode());
    }
}
