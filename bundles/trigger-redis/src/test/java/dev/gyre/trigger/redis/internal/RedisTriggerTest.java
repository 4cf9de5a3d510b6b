package dev.gyre.trigger.redis.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.gyre.api.GyreException;
import dev.gyre.api.host.OutboundDenied;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.test.kit.TestApp;
import dev.gyre.test.kit.TestContainer;
import dev.gyre.trigger.redis.internal.subscribe.Subscription;

/** Real guests in a real runtime, called by a real Redis server. */
class RedisTriggerTest {
    private final Redis redis = new Redis();
    private final TestContainer container = new TestContainer();
    private final RedisTrigger trigger = new RedisTrigger();
    private TestApp app;

    RedisTriggerTest() {
        trigger.bindPolicy(container.policy());
        container.add(trigger);
    }

    @AfterEach
    void close() {
        container.close();
        trigger.stop();
        redis.close();
        app.close();
        assertEquals(0, trigger.buffered(), "bytes");
    }

    static byte[] guest(String name) {
        try (InputStream in = RedisTriggerTest.class.getResourceAsStream("/guests/" + name + ".wasm")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param components {@code id:layout:channel} of each */
    static TestApp app(String address, String settings, String... components) {
        String manifest = """
                spin_version = "1"
                name = "shop"
                version = "1.0.0"
                trigger = { type = "redis", address = "%s" }
                """.formatted(address);
        for (String component : components) {
            String[] parts = component.split(":");
            manifest += """
                    [[component]]
                    id = "%s"
                    source = "worker-%s.wasm"
                    [component.trigger]
                    channel = "%s"
                    """.formatted((Object[]) parts);
        }
        return TestApp.of(manifest).file("gyre.toml", settings).file("worker-slots.wasm", guest("worker-slots")).file("worker-packed.wasm", guest("worker-packed"))
                .file("worker-component.wasm", guest("worker-component"));
    }

    private Deployment deploy(String settings, String... components) {
        app = app(redis.address(), settings, components);
        return container.deploy(app.folder());
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, () -> what + " did not happen");
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void awaitOut(String component, String text) {
        await(component + " got " + text, () -> app.stdout(component).contains(text));
    }

    private int lines(String component) {
        return (int) app.stdout(component).lines().count();
    }

    @Test
    void messagesReachTheComponentOfTheirChannelInBothLayouts() {
        Deployment deployment = deploy("", "old:slots:a", "new:packed:b");
        assertEquals(List.of("Subscribed to " + redis.address() + "/0", "Available Channels:", "  old: a", "  new: b"), deployment.announcement());
        assertEquals(1, redis.publish("a", "hello"));
        assertEquals(1, redis.publish("b", new byte[0]));
        assertEquals(0, redis.publish("c", "nobody"));
        awaitOut("old", "[hello]\n");
        awaitOut("new", "[]\n");
        assertEquals(1, lines("old"));
        assertEquals(1, lines("new"));
    }

    /** What is subscribed stays so while the policy is replaced; without one, nobody connects anew. */
    @Test
    void aSubscriptionOutlivesThePolicy() {
        Deployment deployment = deploy("", "one:packed:a");
        trigger.unbindPolicy(container.policy());
        assertEquals(1, redis.publish("a", "still there"));
        awaitOut("one", "[still there]");
        redis.stop();
        redis.start();
        await("what it waits for", () -> deployment.announcement().toString().contains("no bundle decides which connections may be opened"));
        trigger.bindPolicy(container.policy());
        await("a subscription", () -> redis.publish("a", "again") == 1);
        awaitOut("one", "[again]");
    }

    @Test
    void messagesReachComponentsOfTheComponentModel() {
        deploy("", "one:component:a");
        redis.publish("a", "!trap");
        redis.publish("a", "?error");
        redis.publish("a", new byte[0]);
        redis.publish("a", "last");
        awaitOut("one", "[last]");
        assertEquals("[!trap]\n[?error]\n[]\n[last]\n", app.stdout("one"));
    }

    @Test
    void everyComponentOfAChannelGetsItsMessages() {
        deploy("", "one:packed:a", "two:slots:a");
        assertEquals(1, redis.publish("a", "x"));
        awaitOut("one", "[x]");
        awaitOut("two", "[x]");
    }

    @Test
    void messagesOfAComponentAreHandledInOrder() {
        deploy("", "one:packed:a");
        String expected = IntStream.range(0, 300).mapToObj(i -> "[m" + i + "]\n").collect(Collectors.joining());
        IntStream.range(0, 300).forEach(i -> redis.publish("a", "m" + i));
        await("all messages", () -> lines("one") == 300);
        assertEquals(expected, app.stdout("one"));
    }

    @Test
    void asManyAsTheSettingsSayAreHandledAtOnce() {
        Deployment deployment = deploy("[redis]\nin-flight = 3\n", "one:packed:a", "two:packed:b");
        int[] most = {0};
        // whoever looks may miss it on a busy machine, but not each time
        for (int round = 1; round == 1 || most[0] < 3 && round <= 10; round++) {
            int all = 9 * round;
            IntStream.range(0, 9).forEach(i -> redis.publish("a", "@slow" + i));
            redis.publish("b", "quick");
            await("all messages", () -> {
                most[0] = Math.max(most[0], deployment.components().getFirst().running());
                return lines("one") == all;
            });
        }
        assertEquals(3, most[0]);
        awaitOut("two", "[quick]");
    }

    @Test
    void whatAGuestDoesEndsWithItsMessage() {
        deploy("[redis]\nin-flight = 4\n[limits]\ndeadline = \"2s\"\n", "one:packed:a", "two:slots:a");
        redis.publish("a", "!trap");
        redis.publish("a", "?error");
        redis.publish("a", "%endless");
        redis.publish("a", "fine");
        awaitOut("one", "[fine]");
        awaitOut("two", "[fine]");
        awaitOut("one", "[%endless]"); // written when its deadline has ended it
    }

    @Test
    void aMessageThatIsTooLargeIsLeftOut() {
        deploy("[redis]\nmax-message = 1000\n", "one:packed:a");
        redis.publish("a", "#" + "x".repeat(999));
        redis.publish("a", "#" + "x".repeat(1000));
        redis.publish("a", "#" + "x".repeat(5_000_000));
        redis.publish("a", "fine");
        awaitOut("one", "[fine]");
        assertTrue(app.stdout("one").contains("(1000)"), () -> app.stdout("one"));
        assertFalse(app.stdout("one").contains("(1001)") || app.stdout("one").contains("(5000001)"));
    }

    @Test
    void aServerThatComesBackIsSubscribedAgain() {
        Deployment deployment = deploy("", "one:packed:a");
        redis.stop();
        await("it was noticed", () -> deployment.announcement().getFirst().startsWith("Waiting for " + redis.address() + "/0: "));
        assertTrue(deployment.waitingFor().toString().startsWith("[" + redis.address() + "/0: "), () -> deployment.waitingFor().toString());
        redis.start();
        await("a subscriber", () -> redis.publish("a", "again") == 1);
        awaitOut("one", "[again]");
        assertEquals(List.of(), deployment.waitingFor());
        assertEquals("Subscribed to " + redis.address() + "/0", deployment.announcement().getFirst());
    }

    @Test
    void aServerThatIsNotYetThereIsWaitedFor() {
        redis.stop();
        Deployment deployment = deploy("", "one:packed:a");
        assertEquals(Deployment.State.RUNNING, deployment.state());
        assertTrue(deployment.announcement().getFirst().startsWith("Waiting for "), () -> deployment.announcement().toString());
        redis.start();
        await("a subscriber", () -> redis.publish("a", "late") == 1);
        awaitOut("one", "[late]");
    }

    @Test
    void whatCameBeforeTheTriggerWentIsHandled() {
        deploy("", "one:packed:a");
        IntStream.range(0, 4).forEach(i -> redis.publish("a", "@" + i));
        container.remove(trigger);
        assertEquals("[@0]\n[@1]\n[@2]\n[@3]\n", app.stdout("one"));
        assertEquals(0, redis.publish("a", "nobody"));
    }

    /** The first runtime goes, the other one is the next: whoever had the application deployed deploys it there. */
    private void leaveBehind(RedisTrigger leaving) {
        app = app(redis.address(), "", "one:packed:a");
        try (TestContainer before = new TestContainer()) {
            before.add(leaving);
            before.deploy(app.folder());
            redis.publish("a", "before");
            awaitOut("one", "[before]");
        }
    }

    @Test
    void whatComesWhileTheRuntimeIsReplacedIsHandledInTheNext() {
        leaveBehind(trigger);
        IntStream.range(0, 20).forEach(i -> assertEquals(1, redis.publish("a", "m" + i)));
        Deployment deployment = container.deploy(app.folder());
        String expected = IntStream.range(0, 20).mapToObj(i -> "[m" + i + "]\n").collect(Collectors.joining());
        awaitOut("one", expected);
        assertEquals(1, redis.publish("a", "later"));
        awaitOut("one", "[later]");
        deployment.close();
        assertEquals(0, redis.publish("a", "nobody"));
    }

    @Test
    void whatIsNotTheSameAnyMoreHasASubscriptionOfItsOwn() {
        leaveBehind(trigger);
        app.file("gyre.toml", "[redis]\nqueue = 5\n");
        container.deploy(app.folder());
        assertEquals(2, redis.publish("a", "x"));
        awaitOut("one", "[x]");
    }

    @Test
    void anApplicationThatDoesNotComeBackIsUnsubscribed() {
        RedisTrigger impatient = new RedisTrigger(Subscription.Times.DEFAULT, Duration.ofMillis(200));
        impatient.bindPolicy(container.policy());
        leaveBehind(impatient);
        await("nobody is subscribed", () -> redis.publish("a", "x") == 0);
        impatient.stop();
        assertEquals(0, impatient.buffered());
    }

    @Test
    void whatIsKeptIsLostWithTheTrigger() {
        leaveBehind(trigger);
        assertEquals(1, redis.publish("a", "kept"));
        trigger.stop();
        assertEquals(0, redis.publish("a", "nobody"));
    }

    @Test
    void drainingEndsAtItsLimit() {
        Deployment deployment = deploy("[redis]\ndrain = \"200ms\"\n", "one:packed:a");
        redis.publish("a", "%endless");
        redis.publish("a", "never");
        await("it runs", () -> deployment.components().getFirst().running() == 1);
        long begin = System.nanoTime();
        deployment.close();
        assertTrue(Duration.ofNanos(System.nanoTime() - begin).toMillis() < 25_000, "its deadline is after 30 seconds");
        assertFalse(app.stdout("one").contains("never"));
    }

    @Test
    void anAddressNobodyMayConnectToIsRefusedAtDeploy() {
        app = app("redis://169.254.169.254", "", "one:packed:a");
        GyreException e = assertThrows(OutboundDenied.class, () -> container.deploy(app.folder()));
        assertTrue(e.getMessage().startsWith("application \"shop\" may not connect to redis://169.254.169.254:6379: "), e.getMessage());
    }

    @Test
    void aComponentWithoutHandlerIsRefusedAtDeploy() {
        app = app(redis.address(), "", "one:packed:a").file("worker-packed.wasm", new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
        GyreException e = assertThrows(GyreException.class, () -> container.deploy(app.folder()));
        assertTrue(e.getMessage().startsWith("component \"one\": the module exports no \"handle-redis-message\""), e.getMessage());
    }

    @Test
    void passwordsAreUsedAndNeverShown() {
        redis.command("CONFIG", "SET", "requirepass", "hunter2");
        String place = redis.address().substring("redis://".length());
        app = app("redis://:wrong-hunter@" + place, "", "one:packed:a");
        Deployment refused = container.deploy(app.folder());
        assertEquals("Waiting for redis://" + place + "/0: the server refuses the login of the address", refused.announcement().getFirst());
        refused.close();
        app.close();
        app = app("redis://:hunter2@" + place, "", "one:packed:a");
        assertEquals("Subscribed to redis://" + place + "/0", container.deploy(app.folder()).announcement().getFirst());
    }
}
