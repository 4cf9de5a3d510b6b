package dev.gyre.cli.internal.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceReference;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.AppInfo;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Origin;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Position;
import dev.gyre.api.engine.EngineCapabilities;
import dev.gyre.api.engine.Feature;
import dev.gyre.api.engine.Fit;
import dev.gyre.api.engine.ModuleProfile;
import dev.gyre.api.engine.WasmEngine;
import dev.gyre.api.loader.AppLoader;
import dev.gyre.api.runtime.ComponentStatus;
import dev.gyre.api.runtime.DeployOptions;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.Deployments;
import dev.gyre.api.runtime.EventSource;
import dev.gyre.api.runtime.Limits;
import dev.gyre.api.serve.AppReference;
import dev.gyre.api.serve.ServedApp;
import dev.gyre.api.serve.ServedApps;
import dev.gyre.test.FakeDeployment;

class ControlCommandsTest {
    private static final ModuleProfile PROFILE = new ModuleProfile(Set.of(Feature.SIMD), 20, 5000, 1536, 7, 17, OptionalLong.empty(), 3);

    private final EngineCommands engines = new EngineCommands();
    private final AppCommands apps = new AppCommands();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = System.out;

    private static final Origin MANIFEST = new Origin.Manifest(Path.of("spin.toml"));

    private static final class Deployed implements FakeDeployment {
        private final Application application;
        private Optional<String> engine = Optional.of("fast");

        private final List<EventSource> sources;

        Deployed(String name, Origin origin) {
            this(name, origin, List.of(EventSource.listener("http://127.0.0.1:1", List.of())));
        }

        Deployed(String name, Origin origin, List<EventSource> sources) {
            this.sources = sources;
            application = new Application(new AppInfo(name, "1.0", Optional.empty(), List.of(), Optional.empty(), 1, origin), List.of(), List.of(), Map.of(), Map.of(),
                    ConfigTable.empty("", Position.of("gyre.toml")));
        }

        @Override
        public Application application() {
            return application;
        }

        @Override
        public State state() {
            return State.WAITING;
        }

        @Override
        public List<String> waitingFor() {
            return List.of("trigger \"redis\"");
        }

        @Override
        public List<ComponentStatus> components() {
            return List.of(new ComponentStatus("c", engine, "because", List.of(new ComponentStatus.EngineFit("fast", new Fit(Fit.Level.GOOD, "suits"))),
                    PROFILE, Limits.DEFAULT, 2, 1));
        }

        @Override
        public void useEngine(Optional<String> wanted) {
            if (application.info().name().equals("stubborn")) {
                throw new GyreException("it cannot run c");
            }
            engine = wanted.or(() -> Optional.of("fast"));
        }

        @Override
        public List<EventSource> sources() {
            return sources;
        }
    }

    private static WasmEngine engine(String id, String remark) {
        EngineCapabilities can = new EngineCapabilities(Set.of(Feature.SIMD), remark.isEmpty(), true, 0, remark);
        return (WasmEngine) Proxy.newProxyInstance(ControlCommandsTest.class.getClassLoader(), new Class<?>[] {WasmEngine.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "id" -> id;
                    case "version" -> "1";
                    default -> can;
                });
    }

    @BeforeEach
    void services() {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        List<Deployment> deployments = List.of(new Deployed("shop", MANIFEST),
                new Deployed("stubborn", new Origin.Registry("ghcr.io/team/stubborn:1", "ghcr.io", Optional.of("sha256:ab"))));
        Deployments runtime = new Deployments() {
            @Override
            public Deployment deploy(Application application, DeployOptions options) {
                throw new UnsupportedOperationException();
            }

            @Override
            public List<String> missing(Application application) {
                return List.of();
            }

            @Override
            public List<Deployment> deployments() {
                return deployments;
            }
        };
        engines.engines = List.of(engine("slow", "add a flag"), engine("fast", "")); // as Declarative Services sorts them
        engines.runtimes = List.of(runtime);
        apps.runtimes = List.of(runtime);
    }

    @AfterEach
    void restore() {
        System.setOut(out);
    }

    private String printed() {
        String text = printed.toString(StandardCharsets.UTF_8);
        printed.reset();
        return text;
    }

    @Test
    void applicationsAreShownWithWhatRunsThemAndWhy() {
        apps.list("shop");
        assertEquals("""
                shop 1.0  waiting for trigger "redis"  http://127.0.0.1:1
                  COMPONENT  ENGINE  RUNNING  QUEUED  LARGEST FUNCTION  MEMORY   DEADLINE  EVENTS  WHY
                  c          fast    2        1       1.5 KiB (#7)      256 MiB  30s       256     because
                """, printed());
        apps.list("--json", "shop");
        String json = printed();
        assertTrue(json.startsWith("[{\"app\":\"shop\",\"version\":\"1.0\",\"state\":\"waiting\",\"waitingFor\":[\"trigger \\\"redis\\\"\"],"
                + "\"origin\":null,\"addresses\":[\"http://127.0.0.1:1\"],\"problem\":null,\"components\":[{\"component\":\"c\",\"engine\":\"fast\",\"why\":\"because\","
                + "\"fits\":[{\"engine\":\"fast\",\"level\":\"good\",\"why\":\"suits\"}],\"profile\":{\"features\":[\"simd\"],"), json);
        assertTrue(json.contains("\"maxMemoryPages\":null"), json);
        apps.list("--format", "json", "shop");
        assertEquals(json, printed());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> apps.list("--format", "yaml")).getMessage().startsWith("option '--format' must be plain or json, but is 'yaml'"));
        assertEquals("no application 'shopp'; did you mean 'shop'?", assertThrows(GyreException.class, () -> apps.list("shopp")).getMessage());
    }

    /** The runtime knows it before whoever serves it does. */
    @Test
    void anApplicationThatIsBeingDeployedIsShownOnce() {
        ServedApp begun = new ServedApp("shop", "", Optional.empty(), Optional.empty(), false);
        apps.servers = List.of((ServedApps) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {ServedApps.class}, (proxy, method, arguments) -> List.of(begun)));
        apps.list();
        assertEquals(List.of("shop  deploying"), printed().lines().filter(l -> l.startsWith("shop")).toList());
        apps.list("shop");
        assertEquals("shop  deploying\n", printed());
        apps.list("--json", "shop");
        assertEquals("[{\"app\":\"shop\",\"version\":null,\"state\":\"deploying\",\"waitingFor\":[],\"origin\":null,\"addresses\":[],\"problem\":null,\"components\":[]}]\n", printed());
    }

    @Test
    void anImageIsShownToItsDigest() {
        apps.list("stubborn");
        assertEquals("stubborn 1.0  waiting for trigger \"redis\"  http://127.0.0.1:1  ghcr.io/team/stubborn:1@sha256:ab", printed().lines().findFirst().orElseThrow());
        apps.list("--json", "stubborn");
        String json = printed();
        assertTrue(json.contains("\"origin\":\"ghcr.io/team/stubborn:1@sha256:ab\""), json);
    }

    @Test
    void anAddressHasThePathBelowWhichTheRoutesAre() {
        List<EventSource> sources = List.of(new EventSource(EventSource.Kind.LISTENER, "http://127.0.0.1:1", "/shop", Optional.empty(), List.of()),
                EventSource.subscription("redis://127.0.0.1:2/0", Optional.empty(), List.of()), EventSource.listener("ws://127.0.0.1:3", List.of()));
        assertEquals(List.of("http://127.0.0.1:1/shop", "ws://127.0.0.1:3"), new Deployed("a", MANIFEST, sources).addresses());
    }

    @Test
    void enginesAreShownBestFirst() {
        engines.list();
        assertEquals("""
                ENGINE  VERSION  COMPONENTS  COMPILES  REMARK
                fast    1        2           yes
                slow    1        0           no        add a flag
                """, printed());
        engines.list("--json");
        assertTrue(printed().startsWith("[{\"engine\":\"fast\",\"version\":\"1\",\"components\":2,\"optimizing\":true,"));
    }

    @Test
    void anEngineIsUsedByOneApplicationOrAll() {
        engines.use("slow", "--app", "shop");
        assertEquals("""
                APP   COMPONENT  ENGINE  WHY
                shop  c          slow    because
                """, printed());
        engines.use("auto", "-a", "shop");
        assertTrue(printed().contains("fast"));
        GyreException e = assertThrows(GyreException.class, () -> engines.use("slow"));
        assertEquals("stubborn: it cannot run c", e.getMessage());
        assertTrue(printed().contains("shop  c          slow"));
    }

    @Test
    void whereAnApplicationComesFromIsTold() {
        List<String> from = new ArrayList<>();
        apps.servers = List.of((ServedApps) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {ServedApps.class}, (proxy, method, arguments) -> {
            from.add(method.getName().equals("deploy") ? ((AppReference) arguments[1]).from() + " as " + arguments[0] : String.valueOf(arguments[1]));
            return new ServedApp("shop", "", Optional.empty(), Optional.empty(), false);
        }));
        apps.loaders = List.of(loader("bindle"), loader("acme"));
        String folder = Path.of("src").toAbsolutePath().toString();
        for (String source : List.of("shop", "../x/spin.toml", "file:y", "/abs", "ghcr.io/team/shop:1.0", "localhost:5000/shop:1", "shop:1.0", "bindle:shop/1.0.0", "acme:thing", "main/java")) {
            apps.deploy("--relative-to", folder, "--name", "s", source);
        }
        apps.update("--relative-to", folder, "shop", "ghcr.io/team/shop:1.1");
        apps.update("--relative-to", folder, "shop");
        String up = Path.of("").toAbsolutePath().toString();
        assertEquals(List.of(folder + "/shop", up + "/x/spin.toml", folder + "/y", "/abs", "oci:ghcr.io/team/shop:1.0", "oci:localhost:5000/shop:1", "oci:shop:1.0",
                "bindle:shop/1.0.0", "acme:thing", folder + "/main/java").stream().map(f -> f + " as Optional[s]").toList(), from.subList(0, 10));
        assertEquals(List.of("Optional[oci:ghcr.io/team/shop:1.1]", "Optional.empty"), from.subList(10, 12));
    }

    @SuppressWarnings("unchecked")
    private static ServiceReference<AppLoader> loader(String scheme) {
        return (ServiceReference<AppLoader>) Proxy.newProxyInstance(ControlCommandsTest.class.getClassLoader(), new Class<?>[] {ServiceReference.class},
                (proxy, method, arguments) -> scheme);
    }

    @Test
    void wrongCallsSayWhatIsRight() {
        assertEquals("no engine 'fastt'; did you mean 'fast'?", assertThrows(GyreException.class, () -> engines.use("fastt")).getMessage());
        assertEquals("'engine use' needs NAME\nFor more information try 'gyre engine use --help'.",
                assertThrows(IllegalArgumentException.class, engines::use).getMessage());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> engines.list("--jso")).getMessage().startsWith("unknown option '--jso'; did you mean '--json'?"));
        engines.use("--help");
        assertTrue(printed().contains("Usage: gyre engine use NAME [options]"));
        apps.runtimes = List.of();
        assertEquals("no runtime is installed (bundle dev.gyre.runtime)", assertThrows(GyreException.class, apps::list).getMessage());
    }
}
