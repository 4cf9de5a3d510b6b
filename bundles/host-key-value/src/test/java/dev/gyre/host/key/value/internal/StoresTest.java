package dev.gyre.host.key.value.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.host.BoundHostInterfaces;
import dev.gyre.api.host.InitialData;
import dev.gyre.component.bind.WitBinder;
import dev.gyre.component.wit.WitPackages;
import dev.gyre.host.key.value.internal.face.SpinKeyValue;
import dev.gyre.host.key.value.internal.face.SpinKeyValue1;
import dev.gyre.host.key.value.internal.face.WasiAtomics;
import dev.gyre.host.key.value.internal.face.WasiBatch;
import dev.gyre.host.key.value.internal.face.WasiStore;
import dev.gyre.host.rig.TestEvent;
import dev.gyre.sqlite.Databases;
import dev.gyre.sqlite.internal.OpenDatabases;
import dev.gyre.test.FreePort;

import redis.embedded.RedisServer;

/** Every interface on every kind of store. */
class StoresTest {
    private static RedisServer redis;
    private static int port;

    private final Databases databases = new OpenDatabases();
    private final KeyValueHealth health = new KeyValueHealth();
    private final KeyValueStores stores = new KeyValueStores(databases, health, Contexts.small());
    private final KeyValueInterfaces interfaces = new KeyValueInterfaces(stores);

    private ConfigTable configured = Contexts.toml("", Path.of("runtime-config.toml"));

    @TempDir
    private Path folder;

    /** Where the store {@code default} is. */
    enum Kind {
        FILE, MEMORY, REDIS
    }

    @BeforeAll
    static void start() throws Exception {
        port = FreePort.next();
        redis = RedisServer.newRedisServer().port(port).setting("bind 127.0.0.1").build();
        redis.start();
    }

    @AfterAll
    static void stop() throws Exception {
        redis.stop();
    }

    @AfterEach
    void close() {
        stores.close();
    }

    private void configure(String toml) {
        configured = Contexts.toml(toml, folder.resolve("runtime-config.toml"));
    }

    /** One event's view of the stores. */
    private final class Event implements AutoCloseable {
        private final BoundHostInterfaces bound;
        private final TestEvent event = new TestEvent();

        Event(Kind kind, String... labels) {
            if (kind == Kind.REDIS) {
                configure("[key_value_store.default]\ntype = 'redis'\nurl = 'redis://127.0.0.1:" + port + "/3'");
            }
            bound = interfaces.bind(Contexts.of(configured, kind == Kind.FILE ? Optional.of(folder.resolve("state")) : Optional.empty(), labels));
        }

        <F> F face(Class<F> type) {
            return type.cast(bound.create(type, event));
        }

        @Override
        public void close() {
            bound.close();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fermyon:spin/key-value", "fermyon:spin/key-value@2.0.0", "wasi:keyvalue/store@0.2.0-draft2", "wasi:keyvalue/batch@0.2.0-draft2",
            "wasi:keyvalue/atomics@0.2.0-draft2"})
    void eachFaceFitsItsWit(String name) {
        WitPackages packages = WitPackages.parse(interfaces.wit());
        assertEquals(name, assertDoesNotThrow(() -> WitBinder.bind(interfaces, packages, name)).name());
    }

    @ParameterizedTest
    @EnumSource
    void spin2(Kind kind) throws Exception {
        try (Event event = new Event(kind, "default")) {
            SpinKeyValue.Store store = event.face(SpinKeyValue.class).storeOpen("default");
            for (String key : store.getKeys()) {
                store.delete(key);
            }
            assertEquals(Optional.empty(), store.get("a"));
            assertFalse(store.exists("a"));
            store.delete("a");
            store.set("a", bytes("1"));
            store.set("a", bytes("2"));
            store.set("ä", new byte[0]);
            assertArrayEquals(bytes("2"), store.get("a").orElseThrow());
            assertArrayEquals(new byte[0], store.get("ä").orElseThrow());
            assertTrue(store.exists("ä"));
            assertEquals(List.of("a", "ä"), store.getKeys().stream().sorted().toList());
            store.delete("a");
            assertEquals(List.of("ä"), store.getKeys());
        }
    }

    @ParameterizedTest
    @EnumSource
    void wasi(Kind kind) throws Exception {
        try (Event event = new Event(kind, "default")) {
            WasiStore.Bucket bucket = event.face(WasiStore.class).open("default");
            WasiBatch batch = event.face(WasiBatch.class);
            batch.deleteMany(bucket, bucket.listKeys(Optional.empty()).keys());
            batch.setMany(bucket, List.of(new WasiBatch.Entry("a", bytes("1")), new WasiBatch.Entry("b", bytes("2"))));
            List<WasiBatch.Found> found = batch.getMany(bucket, List.of("b", "c", "a"));
            assertEquals(List.of("b", "c", "a"), found.stream().map(WasiBatch.Found::key).toList());
            assertEquals(List.of("2", "", "1"), found.stream().map(f -> new String(f.value().orElse(new byte[0]), StandardCharsets.UTF_8)).toList());
            assertEquals(Optional.empty(), found.get(1).value());
            batch.deleteMany(bucket, List.of("a", "c"));
            assertEquals(List.of("b"), bucket.listKeys(Optional.empty()).keys());
            assertEquals(List.of(), batch.getMany(bucket, List.of()));
            assertEquals(new WasiStore.Problem.Other("list_keys: cursor not supported"),
                    assertThrows(WasiStore.Failure.class, () -> bucket.listKeys(Optional.of("x"))).error());
            assertTrue(bucket.exists("b"));
            bucket.delete("b");
            assertEquals(Optional.empty(), bucket.get("b"));

            WasiAtomics atomics = event.face(WasiAtomics.class);
            assertEquals(5, atomics.increment(bucket, "n", 5));
            assertEquals(-2, atomics.increment(bucket, "n", -7));
            bucket.set("n", bytes("no number"));
            assertThrows(WasiStore.Failure.class, () -> atomics.increment(bucket, "n", 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSwapIsForWhoSawTheValueThatIsThere(Kind kind) throws Exception {
        try (Event event = new Event(kind, "default")) {
            WasiStore.Bucket bucket = event.face(WasiStore.class).open("default");
            WasiAtomics atomics = event.face(WasiAtomics.class);
            bucket.delete("k");
            WasiAtomics.Cas one = atomics.casNew(bucket, "k");
            WasiAtomics.Cas other = atomics.casNew(bucket, "k");
            atomics.swap(one, bytes("first"));
            WasiAtomics.CasError error = assertThrows(WasiAtomics.CasFailure.class, () -> atomics.swap(other, bytes("late"))).error();
            WasiAtomics.Cas again = ((WasiAtomics.CasError.CasFailed) error).cas();
            bucket.set("k", bytes("between"));
            assertThrows(WasiAtomics.CasFailure.class, () -> atomics.swap(again, bytes("late")));
            assertArrayEquals(bytes("between"), again.current().orElseThrow());
            atomics.swap(again, bytes("in time"));
            assertArrayEquals(bytes("in time"), bucket.get("k").orElseThrow());
        }
    }

    @Test
    void theOldInterfaceHasNumbers() throws Exception {
        try (Event event = new Event(Kind.MEMORY, "default")) {
            SpinKeyValue1 face = event.face(SpinKeyValue1.class);
            long store = face.open("default");
            assertEquals(SpinKeyValue1.Problem.NoSuchKey.class, assertThrows(SpinKeyValue1.Failure.class, () -> face.get(store, "a")).error().getClass());
            face.set(store, "a", bytes("1"));
            assertArrayEquals(bytes("1"), face.get(store, "a"));
            assertTrue(face.exists(store, "a"));
            assertEquals(List.of("a"), face.getKeys(store));
            face.delete(store, "a");
            face.close(store);
            face.close(12345);
            for (long closed : new long[] {store, -1, 1L << 40}) {
                assertEquals(SpinKeyValue1.Problem.InvalidStore.class,
                        assertThrows(SpinKeyValue1.Failure.class, () -> face.exists(closed, "a")).error().getClass());
            }
        }
    }

    @Test
    void whatTheManifestDoesNotNameIsDenied() {
        try (Event event = new Event(Kind.MEMORY)) {
            assertEquals(new SpinKeyValue.Problem.AccessDenied(),
                    assertThrows(SpinKeyValue.Failure.class, () -> event.face(SpinKeyValue.class).storeOpen("default")).error());
            assertEquals(new SpinKeyValue1.Problem.AccessDenied(), assertThrows(SpinKeyValue1.Failure.class, () -> event.face(SpinKeyValue1.class).open("x")).error());
            assertEquals(new WasiStore.Problem.AccessDenied(), assertThrows(WasiStore.Failure.class, () -> event.face(WasiStore.class).open("")).error());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsTooLargeIsRefused(Kind kind) throws Exception {
        try (Event event = new Event(kind, "default")) {
            SpinKeyValue.Store store = event.face(SpinKeyValue.class).storeOpen("default");
            assertEquals("a key may not be longer than 20 bytes", message(() -> store.get("ä".repeat(11))));
            assertEquals("a value may not be longer than 1000 bytes", message(() -> store.set("a", new byte[1001])));
            store.set("ä".repeat(10), new byte[1000]);
            event.face(SpinKeyValue.class).storeOpen("default").close();
            event.face(SpinKeyValue.class).storeOpen("default");
            event.face(SpinKeyValue.class).storeOpen("default");
            assertEquals(new SpinKeyValue.Problem.StoreTableFull(),
                    assertThrows(SpinKeyValue.Failure.class, () -> event.face(SpinKeyValue.class).storeOpen("default")).error());
            for (int i = 0; i < 8; i++) {
                store.set("many" + i, new byte[900]);
            }
            store.close();
            WasiStore.Bucket opened = event.face(WasiStore.class).open("default");
            List<String> keys = List.of("many0", "many1", "many2", "many3", "many4", "many5", "many6", "many7");
            assertThrows(WasiStore.Failure.class, () -> event.face(WasiBatch.class).getMany(opened, keys));
            event.face(WasiBatch.class).deleteMany(opened, keys);
        }
    }

    private interface Call {
        void run() throws SpinKeyValue.Failure;
    }

    private static String message(Call call) {
        return ((SpinKeyValue.Problem.Other) assertThrows(SpinKeyValue.Failure.class, call::run).error()).message();
    }

    @Test
    void aStoreThatIsAwayIsAnError() throws Exception {
        configure("[key_value_store.away]\ntype = 'redis'\nurl = 'redis://user:s3cret@127.0.0.1:" + FreePort.next() + "'");
        try (Event event = new Event(Kind.MEMORY, "away")) {
            SpinKeyValue.Store store = event.face(SpinKeyValue.class).storeOpen("away");
            assertEquals(Result.Status.OK, health.execute().getStatus());
            assertEquals("the store does not answer", message(() -> store.get("a")));
            assertTrue(health.execute().toString().contains("shop/cart: the store does not answer"), health.execute().toString());
            assertEquals(Result.Status.WARN, health.execute().getStatus());
            assertThrows(SpinKeyValue.Failure.class, () -> store.get("a key that is too long"));
        }
        assertEquals(Result.Status.OK, health.execute().getStatus());
        configure("[key_value_store.away]\ntype = 'spin'\npath = '.'");
        try (Event event = new Event(Kind.MEMORY, "away")) {
            SpinKeyValue.Store store = event.face(SpinKeyValue.class).storeOpen("away");
            assertEquals("the store cannot be read or written", message(() -> store.get("a")));
        }
    }

    @Test
    void theFileIsSpins() throws Exception {
        Path file = folder.resolve("state/sqlite_key_value.db");
        Files.createDirectories(file.getParent());
        sqlite3(file, "CREATE TABLE IF NOT EXISTS spin_key_value (\n store TEXT NOT NULL,\n key TEXT NOT NULL,\n value BLOB NOT NULL,\n\n PRIMARY KEY (store, key)\n);"
                + "INSERT INTO spin_key_value VALUES ('default', 'from spin', x'0102'), ('other', 'hidden', x'00')");
        try (Event event = new Event(Kind.FILE, "default")) {
            SpinKeyValue.Store store = event.face(SpinKeyValue.class).storeOpen("default");
            assertArrayEquals(new byte[] {1, 2}, store.get("from spin").orElseThrow());
            assertEquals(List.of("from spin"), store.getKeys());
            store.set("from gyre", bytes("3"));
        }
        assertEquals("default|from gyre|33|blob", sqlite3(file, "SELECT store, key, hex(value), typeof(value) FROM spin_key_value WHERE key = 'from gyre'"));
    }

    private static String sqlite3(Path file, String statements) throws Exception {
        Process process = new ProcessBuilder("sqlite3", "-batch", file.toString(), statements).redirectErrorStream(true).start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    @Test
    void dataOfTheCommandLineIsThereFirst() throws Exception {
        Optional<Path> state = Optional.of(folder.resolve("state"));
        try (InitialData.Held held = stores.put(Contexts.of(configured, state, "default").application(), state, List.of("a=1", "b==2"));
                Event event = new Event(Kind.FILE, "default")) {
            assertArrayEquals(bytes("=2"), event.face(SpinKeyValue.class).storeOpen("default").get("b").orElseThrow());
        }
        try (InitialData.Held held = stores.put(Contexts.of(configured, state, "default").application(), Optional.empty(), List.of("a=1"));
                Event event = new Event(Kind.MEMORY, "default")) {
            assertArrayEquals(bytes("1"), event.face(SpinKeyValue.class).storeOpen("default").get("a").orElseThrow());
        }
        stores.check(List.of("a=", "b=="));
        for (String bad : List.of("a", "=a", "")) {
            assertEquals("'--key-value' must be KEY=VALUE", assertThrows(IllegalArgumentException.class, () -> stores.check(List.of("a=1", bad))).getMessage());
        }
    }

    @Test
    void labelsAreThoseOfTheFile() throws Exception {
        assertEquals("spin.toml:7:1: component[0].key_value_stores: component \"cart\": unknown key_value_stores label \"cache\"; say what it stands for with"
                + " a table [key_value_store.cache] in the file of --runtime-config-file",
                assertThrows(ConfigException.class, () -> new Event(Kind.MEMORY, "default", "cache")).getMessage());
        configure("[key_value_store.cache]\ntype = 'spin'\npath = 'sub/cache.db'\n[key_value_store.mem]\ntype = 'spin'");
        try (Event event = new Event(Kind.MEMORY, "cache", "mem")) {
            event.face(SpinKeyValue.class).storeOpen("cache").set("a", bytes("1"));
            assertFalse(event.face(SpinKeyValue.class).storeOpen("mem").exists("a"));
        }
        assertTrue(Files.exists(folder.resolve("sub/cache.db")));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "type = 'azure_cosmos'                    | key_value_store.x.type: Gyre has no stores of the type \"azure_cosmos\"; it has \"spin\" (a SQLite file) and \"redis\"",
        "type = 'aws_dynamo'                      | key_value_store.x.type: Gyre has no stores of the type \"aws_dynamo\"; it has \"spin\" (a SQLite file) and \"redis\"",
        "type = 'etcd'                            | key_value_store.x.type: must be \"spin\" or \"redis\", but is \"etcd\"",
        "path = 'x'                               | key_value_store.x.type: required field is missing; it must be a string",
        "type = 'redis', url = 'http://u:s3cret@' | key_value_store.x.url: a redis address is not of the form redis://[user:password@]host[:port][/database]",
        "type = 'redis'                           | key_value_store.x.url: required field is missing or no string",
        "type = 'spin', paht = 'x'                | key_value_store.x.paht: unknown field; allowed here: path, type"})
    void errorsSayWhereAndWhat(String line) {
        String[] parts = line.split(" +\\| ", 2);
        String message = assertThrows(ConfigException.class,
                () -> stores.check(Contexts.of(Contexts.toml("[key_value_store]\nx = {" + parts[0] + "}", Path.of("rc.toml")), Optional.empty()).application(), KeyValueStores.SECTION)).getMessage();
        assertEquals(parts[1], message.substring(message.indexOf("key_value")));
        assertTrue(message.startsWith("rc.toml:2:"), message);
        assertFalse(message.contains("s3cret"), message);
    }
}
