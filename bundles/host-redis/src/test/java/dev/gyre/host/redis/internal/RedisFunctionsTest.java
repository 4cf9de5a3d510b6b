package dev.gyre.host.redis.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.host.BoundHostModule;
import dev.gyre.host.rig.GuestRig;
import dev.gyre.test.FreePort;
import redis.embedded.RedisServer;

/** Guests against a real server. */
class RedisFunctionsTest extends RedisFixture {
    private static final String A = "redis://h";
    private static RedisServer server;
    private static InetSocketAddress address;

    @BeforeAll
    static void start() throws IOException {
        int port = FreePort.next();
        server = RedisServer.newRedisServer().port(port).bind("127.0.0.1").setting("save \"\"").setting("user bob on >p@ss ~* &* +@all").build();
        server.start();
        address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    @AfterAll
    static void stop() throws IOException {
        server.stop();
    }

    @BeforeEach
    void empty() {
        names.put("h", List.of(address));
        try (GuestRig.Run run = rig().start()) {
            assertEquals("status:OK", run.text("execute", A, "FLUSHALL"));
        }
    }

    @ParameterizedTest
    @EnumSource(CoreLayout.class)
    void aGuestOfEitherLayoutUsesEveryFunction(CoreLayout layout) {
        try (GuestRig.Run run = rig(layout == CoreLayout.SLOTS ? "redis-slots" : "redis-packed", layout).start()) {
            assertEquals("done", run.text("set", A, "k", "wörld\r\n$5"));
            assertEquals("=wörld\r\n$5", run.text("get", A, "k"));
            assertEquals("=", run.text("get", A, "missing"));
            assertEquals("done", run.text("publish", A, "channel", "payload"));
            assertEquals("1", run.text("incr", A, "n"));
            assertEquals("2", run.text("incr", A, "n"));
            assertEquals("error", run.text("incr", A, "k"));
            assertEquals("3", run.text("sadd", A, "s", "a b c"));
            assertEquals("1", run.text("srem", A, "s", "c d"));
            assertEquals(List.of("a", "b"), sorted(run.text("smembers", A, "s")));
            assertEquals("", run.text("smembers", A, "missing"));
            assertEquals("error", run.text("smembers", A, "k"));
            assertEquals("2", run.text("del", A, "k n missing"));
            assertEquals("error", run.text("del", A, ""));
        }
    }

    private static List<String> sorted(String words) {
        List<String> out = new ArrayList<>(Arrays.asList(words.split(" ")));
        out.sort(null);
        return out;
    }

    @ParameterizedTest
    @EnumSource(CoreLayout.class)
    void executeGivesEveryKindOfValueItsPlace(CoreLayout layout) {
        try (GuestRig.Run run = rig(layout == CoreLayout.SLOTS ? "redis-slots" : "redis-packed", layout).start()) {
            assertEquals("status:OK", run.text("execute", A, "set n #41"));
            assertEquals("number:-40", run.text("execute", A, "INCR n"));
            assertEquals("bytes:-40 nil bytes:-40", run.text("execute", A, "MGET n missing n"));
            assertEquals("nil", run.text("execute", A, "GET missing"));
            assertEquals("", run.text("execute", A, "KEYS nothing*"));
            assertEquals("error", run.text("execute", A, "NOSUCH x"));
            assertEquals("number:1 number:2 bytes:-40", run.text("execute", A, "EVAL return{1,{2,redis.call('GET','n')}} 0"));
        }
    }

    @Test
    void aMemberThatIsNotUtf8IsAnErrorAndTheConnectionServesOn() {
        try (GuestRig.Run run = rig().start()) {
            run.text("execute", A, "EVAL redis.call('SADD','s','\\255') 0");
            assertEquals("error", run.text("smembers", A, "s"));
            assertEquals("1", run.text("incr", A, "n"));
        }
    }

    @Test
    void connectionsAreKeptAcrossEventsForTheSameComponentOnly() {
        try (GuestRig.Run run = rig().start()) {
            run.text("incr", A, "n");
        }
        long before = accepted();
        for (int i = 0; i < 20; i++) {
            try (GuestRig.Run run = rig().start()) {
                run.text("incr", A, "n");
            }
        }
        assertEquals(before + 1, accepted(), "only this look itself connects");
        try (GuestRig.Run run = otherComponent().start()) {
            run.text("incr", A, "n");
        }
        assertEquals(before + 2, accepted(), "the other component connected, and this look took over its connection");
    }

    /** The connections the server has taken so far, as the other component sees it on a connection it then drops. */
    private long accepted() {
        try (GuestRig.Run run = otherComponent().start()) {
            String info = run.text("execute", A, "INFO stats");
            return Long.parseLong(info.lines().filter(l -> l.startsWith("total_connections_received:")).findFirst().orElseThrow().split(":")[1].strip());
        }
    }

    @Test
    void whatAnEventDoesToAConnectionEndsWithIt() {
        try (GuestRig.Run run = rig().start()) {
            assertEquals("status:OK", run.text("execute", A, "SELECT 3"));
            assertEquals("done", run.text("set", A, "where", "three"));
            assertEquals("=three", run.text("get", A, "where"));
        }
        try (GuestRig.Run run = rig().start()) {
            assertEquals("=", run.text("get", A, "where"));
            assertEquals("=three", run.text("get", A + "/3", "where"));
        }
    }

    @Test
    void transactionsWorkWithinAnEventAndDieWithIt() {
        try (GuestRig.Run run = rig().start()) {
            assertEquals("status:OK", run.text("execute", A, "MULTI"));
            assertEquals("status:QUEUED", run.text("execute", A, "INCR n"));
            assertEquals("number:1", run.text("execute", A, "EXEC"));
            run.text("execute", A, "MULTI");
        }
        try (GuestRig.Run run = rig().start()) {
            assertEquals("2", run.text("incr", A, "n"));
        }
    }

    @Test
    void userAndPasswordAndDatabaseOfTheAddressAreUsed() {
        try (GuestRig.Run run = rig().start()) {
            assertEquals("bytes:bob", run.text("execute", "redis://bob:p%40ss@h/2", "ACL WHOAMI"));
            assertEquals("done", run.text("set", "redis://bob:p%40ss@h/2", "k", "v"));
            assertEquals("error", run.text("get", "redis://bob:wrong@h/2", "k"));
            assertEquals("error", run.text("get", "redis://h/9999", "k"));
            assertEquals("=v", run.text("get", "redis://h/2", "k"));
        }
    }

    @Test
    void aDeniedOrBadAddressIsAnError() {
        try (GuestRig.Run run = rig().start()) {
            assertEquals("error", run.text("get", "redis://elsewhere", "k"));
            assertEquals("error", run.text("get", "localhost:6379", "k"));
            assertEquals("=", run.text("get", A, "k"));
            names.remove("h");
            assertEquals("error", run.text("get", A, "k"), "a kept connection does not outlive the permission");
        }
    }

    @Test
    void aCommandOverTheLimitIsAnErrorAndNotSent() {
        try (GuestRig.Run run = rig().start()) {
            assertEquals("error", run.text("set", A, "k", "x".repeat(1 << 20)));
            assertEquals("done", run.text("set", A, "k", "x".repeat((1 << 20) - 100)));
            assertEquals("error", run.text("execute", A, "EVAL return(redis.call('GET','k')..redis.call('GET','k')) 0"));
            assertEquals("1", run.text("incr", A, "n"));
        }
    }

    @Test
    void anEventHasABoundedNumberOfConnectionsOfItsOwn() {
        try (GuestRig.Run run = rig().start()) {
            List<String> answers = new ArrayList<>();
            run.event.millisLeft(1500);
            for (int i = 0; i < 6; i++) {
                answers.add(run.text("execute", A + "/" + i, "PING"));
            }
            assertEquals(List.of("status:PONG", "status:PONG", "status:PONG", "status:PONG", "error", "error"), answers);
        }
        assertEquals(0, module.pool().open());
    }

    @Test
    void aWaitingConnectionMakesRoomForOneThatIsNeeded() {
        try (GuestRig.Run run = rig().start()) {
            for (int i = 0; i < 12; i++) {
                assertEquals("done", run.text("set", A + "/" + i, "k", "v"));
            }
        }
        assertEquals(4, module.pool().open());
    }

    @Test
    void aServerThatWasRestartedIsFoundAgain() throws Exception {
        try (GuestRig.Run run = rig().start()) {
            assertEquals("1", run.text("incr", A, "n"));
            server.stop();
            assertEquals("error", run.text("incr", A, "n"));
            server.start();
            assertNotEquals("error", run.text("incr", A, "n"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "get, '16, 9, 32, 3, 65530', OUT_OF_BOUNDS_MEMORY", "get, '16, 9, 32, 3, -4', OUT_OF_BOUNDS_MEMORY", "get, '16, 9, 65535, 3, 1024', OUT_OF_BOUNDS_MEMORY",
        "get, '-1, 9, 32, 3, 1024', OUT_OF_BOUNDS_MEMORY", "get, '40, 2, 32, 3, 1024', ABI_VIOLATION", "get, '16, 9, 40, 2, 1024', ABI_VIOLATION",
        "set, '16, 9, 32, 3, 65000, 1000, 1024', OUT_OF_BOUNDS_MEMORY", "set, '16, 9, 32, 3, 32, 3, 65535', OUT_OF_BOUNDS_MEMORY",
        "del, '16, 9, 48, 1, 1024', OUT_OF_BOUNDS_MEMORY", "del, '16, 9, 65532, 1, 1024', OUT_OF_BOUNDS_MEMORY",
        "execute, '16, 9, 32, 3, 64, 1, 1024', ABI_VIOLATION", "execute, '16, 9, 32, 3, 80, 1, 1024', OUT_OF_BOUNDS_MEMORY", "execute, '16, 9, 32, 3, 65530, 1, 1024', OUT_OF_BOUNDS_MEMORY",
    })
    void whatBreaksTheConventionIsATrap(String function, String args, TrapKind kind) {
        Object[] numbers = Arrays.stream(args.split(", ")).map(Integer::valueOf).toArray();
        try (GuestRig.Run run = rig("hostile", CoreLayout.PACKED).start()) {
            assertEquals(kind, assertThrows(TrapException.class, () -> run.call(function, numbers)).kind());
        }
    }

    @ParameterizedTest
    @CsvSource({"get, '16, -1, 32, 3, 1024', 1028", "get, '16, 9, 32, -1, 1024', 1028", "set, '16, 9, 32, 3, 32, -1, 1024', 1025", "del, '16, 9, 48, -1, 1024', 1032",
        "execute, '16, 9, 32, 3, 64, 268435456, 1024', 1028"})
    void sizesOverTheLimitAreErrors(String function, String args, int errorAt) {
        Object[] numbers = Arrays.stream(args.split(", ")).map(Integer::valueOf).toArray();
        try (GuestRig.Run run = rig("hostile", CoreLayout.PACKED).start()) {
            run.call(function, numbers);
            assertEquals(1, run.memory().readByte(1024));
            assertEquals(1, run.memory().readByte(errorAt));
        }
    }

    @ParameterizedTest
    @CsvSource({"0, ABI_VIOLATION", "65535, OUT_OF_BOUNDS_MEMORY"})
    void anAllocatorThatLiesIsATrapThatLeavesNothingBehind(int pointer, TrapKind kind) {
        try (GuestRig.Run run = rig("hostile", CoreLayout.PACKED).start()) {
            run.call("set", 16, 9, 32, 3, 32, 3, 1024);
            run.call("set-next", pointer);
            assertEquals(kind, assertThrows(TrapException.class, () -> run.call("get", 16, 9, 32, 3, 1024)).kind());
        }
        assertTrue(module.pool().open() <= 1);
        assertEquals(0, module.budget().used());
    }

    @Test
    void everyNameItGivesIsAFunction() {
        try (GuestRig.Run run = rig().start()) {
            BoundHostModule bound = module.bind(run.event.component());
            for (String interfaceName : module.importModules()) {
                for (String name : bound.functionNames(interfaceName)) {
                    assertTrue(bound.function(new ImportType(interfaceName, name, new ExternType.Func(List.of(), List.of()))).isPresent(), name);
                }
                assertTrue(bound.function(new ImportType(interfaceName, "other", new ExternType.Func(List.of(), List.of()))).isEmpty());
            }
        }
    }
}
