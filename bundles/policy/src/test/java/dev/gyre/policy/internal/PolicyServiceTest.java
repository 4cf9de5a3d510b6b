package dev.gyre.policy.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.annotation.Annotation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.gyre.api.app.AppInfo;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Origin;
import dev.gyre.api.config.ConfigException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.ConfigValue;
import dev.gyre.api.config.Position;
import dev.gyre.api.host.ConnectionPlaces;
import dev.gyre.api.host.OutboundDenied;
import dev.gyre.api.host.OutboundRules;
import dev.gyre.api.host.SelfOrigins;
import dev.gyre.manifest.internal.TomlManifestReader;

class PolicyServiceTest {
    private static final Position TOML = new Position("spin.toml", 12, 1);
    private static final String V2 = """
            spin_manifest_version = 2
            application.name = "app"
            [[trigger.http]]
            route = "/..."
            component = "hello"
            [component.hello]
            source = "a.wasm"
            """;

    private final AtomicInteger lookups = new AtomicInteger();
    private volatile NameLookup.Source names = name -> new InetAddress[] {InetAddress.ofLiteral("93.184.216.34")};
    private final PolicyService policy = new PolicyService(config(), name -> {
        lookups.incrementAndGet();
        return names.lookUp(name);
    });

    @AfterEach
    void close() {
        policy.close();
    }

    private static PolicyConfig config(String... blocked) {
        return new PolicyConfig() {
            @Override
            public String[] block$_$networks() {
                return blocked;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return PolicyConfig.class;
            }
        };
    }

    private static ConfigTable table(String path, Map<String, Object> values) {
        Map<String, ConfigValue> out = new java.util.LinkedHashMap<>();
        values.forEach((k, v) -> out.put(k, new ConfigValue(v, TOML)));
        return new ConfigTable(path, TOML, out);
    }

    private OutboundRules rules(int manifestVersion, ConfigTable settings, String... allowed) {
        String hosts = Stream.of(allowed).map(a -> '"' + a + '"').collect(Collectors.joining(", ", "allowed_http_hosts = [", "]"));
        return rules(manifestVersion == 1 ? """
                spin_version = "1"
                name = "app"
                version = "1"
                trigger = { type = "http" }
                # the component is in line 12
                #
                #
                #
                #
                #
                #
                [[component]]
                id = "hello"
                source = "a.wasm"
                trigger = { route = "/..." }
                """ + hosts : V2 + hosts, settings);
    }

    private static Application application(String manifest, ConfigTable settings) {
        return new TomlManifestReader().read(manifest, "spin.toml", new Origin.Manifest(Path.of("spin.toml"))).withSettings(settings);
    }

    private OutboundRules rules(String manifest, ConfigTable settings) {
        return rules(application(manifest, settings));
    }

    private OutboundRules rules(Application app) {
        return policy.rules(app, app.component("hello").orElseThrow());
    }

    private OutboundRules outbound(String... allowed) {
        return rules(V2 + Stream.of(allowed).map(a -> '"' + a + '"').collect(Collectors.joining(", ", "allowed_outbound_hosts = [", "]\n"))
                + "[variables]\nhost = { default = \"db.example\" }\nempty = { default = \"\" }\ntoken = { required = true }\n", ConfigTable.empty("", TOML));
    }

    private OutboundRules rules(String... allowed) {
        return rules(1, ConfigTable.empty("", TOML), allowed);
    }

    @ParameterizedTest
    @CsvSource({"http://stock.spin.internal", "http://*.spin.internal", "*://*:*", "http://*:80", "http://stock.spin.internal:80/"})
    void otherComponentsAreReachedWithoutALookup(String entry) {
        outbound(entry).checkLocal("http", "stock.spin.internal", 80);
        assertEquals(0, lookups.get());
    }

    @ParameterizedTest
    @CsvSource({"http://cart.spin.internal", "https://stock.spin.internal", "http://self", "http://stock.spin.internal:8080", "redis://*.spin.internal"})
    void otherComponentsAreOutOfReachUnlessTheManifestSaysSo(String entry) {
        String message = assertThrows(OutboundDenied.class, () -> outbound(entry).checkLocal("http", "stock.spin.internal", 80)).getMessage();
        assertTrue(message.contains("\"http://stock.spin.internal\"]"), message);
    }

    private static String denied(OutboundRules rules, String scheme, String host, int port) {
        return assertThrows(OutboundDenied.class, () -> rules.resolve(scheme, host, port)).getMessage();
    }

    @Test
    void nothingIsAllowedWithoutAList() {
        assertEquals("spin.toml:12:1: component \"hello\" may not connect to https://example.com:443; to allow it, write in that"
                + " component: allowed_http_hosts = [\"https://example.com\"]", denied(rules(), "https", "example.com", 443));
        assertEquals(0, lookups.get(), "a host that is not allowed must not even be looked up");
    }

    @Test
    void namesAreLookedUpForSocketsOnly() throws Exception {
        OutboundRules rules = outbound("tcp://db.example:5432", "udp://*.dns.example:53", "https://web.example");
        assertEquals(List.of(InetAddress.ofLiteral("93.184.216.34")), rules.lookUp("DB.example"));
        assertEquals(1, rules.lookUp("a.dns.example").size());
        String message = assertThrows(OutboundDenied.class, () -> rules.lookUp("web.example")).getMessage();
        assertTrue(message.contains("may not connect to *://web.example; to allow it"), message);
        assertEquals(2, lookups.get(), "a host that is not allowed must not even be looked up");
        names = name -> new InetAddress[] {InetAddress.ofLiteral("169.254.169.254")};
        assertThrows(OutboundDenied.class, () -> rules.lookUp("db.example"));
    }

    @Test
    void theMessageShowsTheWholeLineToWrite() {
        String message = denied(rules("a.example", "localhost:1"), "http", "LOCALHOST.", 3001);
        assertTrue(message.endsWith("allowed_http_hosts = [\"a.example\", \"localhost:1\", \"http://localhost:3001\"]"), message);
    }

    @ParameterizedTest
    @CsvSource({
        // Spin 0.1 to 0.4 wrote URLs, later versions also hosts with ports
        "https://example.com, https, example.com, 443", "https://example.com, http, example.com, 80", "http://example.com/, https, example.com, 443",
        "example.com, https, EXAMPLE.com., 443", "example.com:8443, https, example.com, 8443", "http://example.com:80, http, example.com, 80",
        "localhost:3001, http, localhost, 3001", "[::1], http, ::1, 80", "http://[::1]:8001, http, [0:0::1], 8001", "192.168.1.1:3002, http, 3232235777, 3002",
        "insecure:allow-all, https, anything.example, 9999",
    })
    void listedDestinationsAreResolved(String entry, String scheme, String host, int port) throws Exception {
        List<InetSocketAddress> addresses = rules(entry).resolve(scheme, host, port);
        assertEquals(1, addresses.size());
        assertEquals(port, addresses.getFirst().getPort());
        assertFalse(addresses.getFirst().isUnresolved());
    }

    @ParameterizedTest
    @CsvSource({
        "example.com, https, example.com, 8443", "example.com:8443, https, example.com, 443", "example.com, https, www.example.com, 443",
        "example.com, https, example.com.evil.example, 443", "example.com, https, example.com@evil.example, 443", "127.0.0.1, http, localhost, 80",
        "example.com, http, 93.184.216.34, 80", "example.com, https, example.com, 0", "example.com, https, example.com, 65536",
    })
    void othersAreDenied(String entry, String scheme, String host, int port) {
        denied(rules(entry), scheme, host, port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "https://example.com/path", "ftp://example.com", "*.example.com", "example.com:0", "example.com:99999", "example.com:x",
        "https://", "user@example.com", "insecure:allow-everything", "{{ host }}", "http://[fe80::1%eth0]"})
    void anEntryThatMeansNothingIsRefusedWithItsPosition(String entry) {
        ConfigException e = assertThrows(ConfigException.class, () -> rules("ok.example", entry));
        assertTrue(e.getMessage().startsWith("spin.toml:16:37: component[0].allowed_"), e.getMessage());
        assertTrue(e.getMessage().contains("is not usable"), e.getMessage());
    }

    @Test
    void anyPortComparesHostsAloneAsTheFirstVersionsDid() throws Exception {
        ConfigTable outbound = table("component.hello.outbound", Map.of("any-port", true));
        ConfigTable settings = table("", Map.of("component", table("component", Map.of("hello", table("component.hello", Map.of("outbound", outbound))))));
        assertEquals(1, rules(1, settings, "https://example.com").resolve("http", "example.com", 8080).size());
        denied(rules(1, settings, "https://example.com"), "http", "example.org", 8080);
    }

    @Test
    void redisNeedsNoListInManifestV1ButIsClosedInOthers() throws Exception {
        assertEquals(6379, rules().resolve("redis", "cache", 6379).getFirst().getPort());
        assertTrue(denied(rules(2, ConfigTable.empty("", TOML)), "redis", "cache", 6379).contains("redis://cache:6379"));
    }

    @Test
    void theMessageOfVersion2ShowsTheWholeLineToWrite() {
        assertEquals("spin.toml:6:1: component \"hello\" may not connect to mqtt://broker.example:8883; to allow it, write in that component:"
                + " allowed_outbound_hosts = [\"http://a.example\", \"https://{{ host }}\", \"mqtt://broker.example:8883\"]",
                denied(outbound("http://a.example", "https://{{ host }}"), "mqtt", "broker.example", 8883));
    }

    @Test
    void variablesAreReadWhenAConnectionIsAskedFor() throws Exception {
        OutboundRules rules = outbound("https://{{ host }}", "redis://{{host}}:{{ token }}", "http://{{ empty }}");
        denied(rules, "https", "db.example", 443); // nobody knows variables yet
        AtomicReference<String> token = new AtomicReference<>("6379");
        policy.templates = (app, template) -> template.replaceAll("\\{\\{ ?host ?}}", "db.example").replace("{{ empty }}", "").replace("{{ token }}", token.get());
        assertEquals(1, rules.resolve("https", "db.example", 443).size());
        assertEquals(1, rules.resolve("redis", "db.example", 6379).size());
        denied(rules, "http", "db.example", 80);
        token.set("7000");
        denied(rules, "redis", "db.example", 6379);
        assertEquals(1, rules.resolve("redis", "db.example", 7000).size());
        token.set("80 80");
        denied(rules, "redis", "db.example", 7000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "https://{{ nobody }} | it refers to the variable \"nobody\", which is not declared in [variables]",
        "https://{{ host      | its double braces do not close",
        "{{ host }}           | it has no scheme",
        "https://{{ host }}/x | it has a path"})
    void templatesAreCheckedWithDefaultsAtDeploy(String entry, String problem) {
        String message = assertThrows(ConfigException.class, () -> outbound(entry)).getMessage();
        assertTrue(message.startsWith("spin.toml:8:27: component.hello.allowed_outbound_hosts: \"" + entry + "\" of component \"hello\" is not usable: " + problem), message);
    }

    @Test
    void theApplicationItselfIsWhereItsTriggerListens() {
        SelfOrigins.SelfOrigin own = new SelfOrigins.SelfOrigin(false, new InetSocketAddress(InetAddress.getLoopbackAddress(), 3000), "127.0.0.1:3000", "");
        for (String entry : List.of("http://self", "https://self", "*://*:*", "http://self.alt")) {
            assertTrue(assertThrows(OutboundDenied.class, () -> outbound(entry).self()).getMessage().endsWith("which does not listen for HTTP"));
        }
        policy.origins = app -> Optional.of(own);
        for (String entry : List.of("http://self", "https://self", "*://*:*", "http://*:80")) {
            assertEquals(own, outbound(entry).self());
        }
        for (String entry : List.of("http://localhost:3000", "http://127.0.0.1:3000", "redis://*:*", "https://*.example.com")) {
            String message = assertThrows(OutboundDenied.class, () -> outbound(entry).self()).getMessage();
            assertTrue(message.endsWith("may not connect to its own application; to allow it, write in that component: allowed_outbound_hosts = [\""
                    + entry + "\", \"http://self\"]"), message);
        }
        denied(outbound("http://self"), "http", "self", 80);
    }

    @Test
    void aNameIsResolvedOnceAndItsForbiddenAddressesAreLeftOut() throws Exception {
        names = name -> new InetAddress[] {InetAddress.ofLiteral("169.254.169.254"), InetAddress.ofLiteral("93.184.216.34")};
        List<InetSocketAddress> addresses = rules("example.com").resolve("http", "example.com", 80);
        assertEquals(List.of(new InetSocketAddress(InetAddress.ofLiteral("93.184.216.34"), 80)), addresses);
        assertEquals(1, lookups.get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "::ffff:169.254.169.254", "fe80::1", "0.0.0.0", "::", "224.0.0.1", "64:ff9b::a9fe:a9fe"})
    void aNameThatPointsAtAGuardedAddressIsDenied(String address) {
        names = name -> new InetAddress[] {InetAddress.ofLiteral(address)};
        denied(rules("insecure:allow-all"), "http", "rebound.example", 80);
        denied(rules(), "redis", "rebound.example", 6379);
    }

    @Test
    void aLinkLocalAddressIsAllowedOnlyWhenItIsListedItself() throws Exception {
        denied(rules("insecure:allow-all"), "http", "169.254.169.254", 80);
        assertEquals(1, rules("http://169.254.169.254").resolve("http", "0xa9fea9fe", 80).size());
        denied(rules("http://169.254.169.254"), "redis", "169.254.169.254", 80);
    }

    @Test
    void theOperatorsNetworksWinOverTheManifestAndApplyAtOnce() throws Exception {
        OutboundRules rules = rules("insecure:allow-all", "127.0.0.1", "169.254.1.1");
        assertEquals(1, rules.resolve("http", "127.0.0.1", 8080).size());
        policy.modified(config("127.0.0.0/8", "169.254.0.0/16", "93.184.0.0/16"), Map.of());
        assertTrue(denied(rules, "http", "127.0.0.1", 8080).contains("127.0.0.0/8, which block-networks of dev.gyre.policy forbids"));
        denied(rules, "http", "[::ffff:127.0.0.1]", 8080);
        denied(rules, "http", "169.254.1.1", 80);
        denied(rules, "redis", "cache", 6379);
        policy.modified(config("10.0.0.0/99"), Map.of());
        denied(rules, "http", "127.0.0.1", 8080); // what is none changes nothing
        assertEquals("configuration dev.gyre.policy: block-networks: \"10.0.0.0/99\" is no network; write an address and a prefix length, such as 10.0.0.0/8 or fc00::/7",
                assertThrows(ConfigException.class, () -> new PolicyService(config("10.0.0.0/99"), Map.of())).getMessage());
    }

    @Test
    void anApplicationsRuntimeConfigurationBlocksNetworksForIt() throws Exception {
        Application free = application(V2 + "allowed_outbound_hosts = [\"*://*:*\"]\n", ConfigTable.empty("", TOML));
        ConfigTable file = new TomlManifestReader().table("[outbound_networking]\nblock_networks = [\"93.184.0.0/16\", \"private\"]\n", "runtime-config.toml");
        Application bound = free.withRuntimeConfig(file);
        OutboundRules rules = rules(bound);
        denied(rules, "http", "example.com", 80);
        assertTrue(denied(rules, "http", "10.0.0.1", 80).endsWith(
                "is in 10.0.0.0/8, which the runtime configuration (runtime-config.toml:2:1: outbound_networking.block_networks) forbids here"));
        assertEquals(1, rules.resolve("http", "8.8.8.8", 80).size());
        assertThrows(OutboundDenied.class, () -> policy.triggerRules(bound).resolve("redis", "example.com", 6379));
        assertEquals(1, rules(free).resolve("http", "example.com", 80).size());
        ConfigTable bad = new TomlManifestReader().table("outbound_networking.block_networks = [\"10.0.0.0/99\"]\n", "runtime-config.toml");
        assertTrue(assertThrows(ConfigException.class, () -> policy.check(free.withRuntimeConfig(bad), "outbound_networking")).getMessage()
                .startsWith("runtime-config.toml:1:1: outbound_networking.block_networks: \"10.0.0.0/99\" is no network"));
    }

    private Application limited(String said) {
        return application(V2, ConfigTable.empty("", TOML)).withRuntimeConfig(new TomlManifestReader().table("[outbound_networking]\n" + said, "rc.toml"));
    }

    @Test
    void anApplicationHasPlacesForItsConnections() throws Exception {
        Application two = limited("max_total_connections = 2\nmax_socket_connections = 1");
        ConnectionPlaces sockets = policy.sockets(two);
        ConnectionPlaces all = policy.connections(two);
        sockets.take(0);
        assertEquals("the operator allows the application 1 connections at one time (max_socket_connections of [outbound_networking]), and none became free",
                assertThrows(TimeoutException.class, () -> policy.sockets(two).take(0)).getMessage());
        all.take(0);
        assertEquals("the operator allows the application 2 connections at one time (max_total_connections of [outbound_networking]), and none became free",
                assertThrows(TimeoutException.class, () -> all.take(1)).getMessage());
        sockets.giveBack();
        all.take(0);
        assertThrows(TimeoutException.class, () -> sockets.take(0));
        all.giveBack();
        sockets.take(0); // what it had taken of its own when there was none of all is free again
        assertTrue(policy.connections(limited("max_socket_connections = 0")).unlimited());
        assertThrows(TimeoutException.class, () -> policy.sockets(limited("max_socket_connections = 0")).take(0));
        assertEquals("rc.toml:2:1: outbound_networking.max_total_connections: must be 0 or more, but is -1",
                assertThrows(ConfigException.class, () -> policy.check(limited("max_total_connections = -1"), "outbound_networking")).getMessage());
    }

    @Test
    void aNetworkThatIsNoneKeepsThePolicyFromServing() {
        assertThrows(ConfigException.class, () -> new PolicyService(config("10.0.0.0/8", "10.0.0/8x"), Map.of()));
        assertTrue(assertThrows(ConfigException.class, () -> new PolicyService(config(), Map.of("block-network", "10.0.0.0/8"))).getMessage()
                .contains("did you mean \"block-networks\"?"));
    }

    @Test
    void aHostOfNonsenseStaysOnOneShortLine() {
        String message = denied(rules(), "http", "a\r\nX: y\u001b[31m" + "b".repeat(10_000), 80);
        assertTrue(message.length() < 600 && message.chars().allMatch(c -> c >= 32 && c < 127), message);
    }

    @Test
    void anUnknownNameIsReportedAsUnknown() {
        names = name -> {
            throw new UnknownHostException(name);
        };
        assertThrows(UnknownHostException.class, () -> rules("example.com").resolve("http", "example.com", 80));
    }

    @Test
    void anInterruptEndsALookupThatHangs() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        names = name -> {
            started.countDown();
            try {
                Thread.sleep(300_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(name);
        };
        AtomicInteger outcome = new AtomicInteger();
        Thread guest = Thread.ofVirtual().start(() -> {
            try {
                rules("example.com").resolve("http", "example.com", 80);
            } catch (UnknownHostException e) {
                outcome.set(Thread.currentThread().isInterrupted() ? 1 : 2);
            }
        });
        started.await();
        guest.interrupt();
        assertTrue(guest.join(java.time.Duration.ofSeconds(60)));
        assertEquals(1, outcome.get());
    }

    @Test
    void slowLookupsAreBounded() {
        try (NameLookup slow = new NameLookup(name -> {
            java.util.concurrent.locks.LockSupport.parkNanos(2_000_000_000L);
            throw new UnknownHostException(name);
        }, java.time.Duration.ofMillis(50))) {
            String message = assertThrows(UnknownHostException.class, () -> slow.addresses("slow.example")).getMessage();
            assertTrue(message.contains("within 50 ms"), message);
        }
    }

    @Test
    void triggersReachWhatTheirManifestNamesButNoForbiddenAddress() throws Exception {
        AppInfo info = new AppInfo("shop", "1", Optional.empty(), List.of(), Optional.empty(), 2, new Origin.Manifest(Path.of("spin.toml")));
        OutboundRules rules = policy.triggerRules(new Application(info, List.of(), List.of(), Map.of(), Map.of(), ConfigTable.empty("", TOML)));
        assertEquals(6379, rules.resolve("redis", "cache.example", 6379).getFirst().getPort());
        assertTrue(denied(rules, "redis", "169.254.169.254", 80).startsWith("application \"shop\" may not connect to redis://169.254.169.254:80: "));
        denied(rules, "redis", "0.0.0.0", 6379);
        policy.modified(config("93.184.216.0/24"), Map.of());
        assertTrue(denied(rules, "redis", "cache.example", 6379).contains("block-networks"));
    }
}
