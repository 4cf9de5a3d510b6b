package dev.gyre.test.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.app.Application;
import dev.gyre.api.engine.WasmEngine;
import dev.gyre.api.executor.HttpExecutor;
import dev.gyre.api.host.HostInterfaceProvider;
import dev.gyre.api.host.HostModule;
import dev.gyre.api.host.OutboundPolicy;
import dev.gyre.api.loader.LoadOptions;
import dev.gyre.api.runtime.DeployOptions;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.trigger.Trigger;
import dev.gyre.engine.chicory.internal.ChicoryEngine;
import dev.gyre.http.listener.Listeners;
import dev.gyre.loader.local.internal.LocalLoader;
import dev.gyre.manifest.internal.TomlManifestReader;
import dev.gyre.policy.internal.PolicyConfig;
import dev.gyre.policy.internal.PolicyService;
import dev.gyre.runtime.internal.DeploymentsService;
import dev.gyre.runtime.internal.service.HostInterfaces;
import dev.gyre.runtime.internal.settings.RuntimeConfig;
import dev.gyre.trigger.http.internal.HttpTrigger;
import dev.gyre.wasi.p1.internal.WasiModule;
import dev.gyre.wasi.p2.internal.WasiInterfaces;
import dev.gyre.wasi.p2.internal.socket.SocketConfig;
import dev.gyre.wasi.p2.internal.socket.SocketInterfaces;

/**
 * What a plug-in meets in a container, in one JVM and without OSGi: the runtime, the loader of {@code spin.toml}, the engine,
 * WASI and the HTTP trigger that ship. The plug-in is added as Declarative Services would bind it, and may be removed or
 * replaced while applications run.
 *
 * <pre>{@code
 * try (TestContainer container = new TestContainer()) {
 *     container.add(new TimerTrigger());
 *     Deployment app = container.deploy(Path.of("src/test/app"));
 *     ...
 * }
 * }</pre>
 *
 * For one thread at a time; {@link #remove} blocks while what is removed drains, {@link #deploy} while modules compile.
 */
public final class TestContainer implements AutoCloseable {
    private final PolicyService policy;
    private final DeploymentsService runtime;
    private final Listeners listeners = new Listeners();
    private final HttpTrigger http = new HttpTrigger(listeners);
    private final LocalLoader loader = new LocalLoader(new TomlManifestReader());
    private final Map<Object, Map<String, Object>> services = new IdentityHashMap<>();
    private final Deque<Path> folders = new ArrayDeque<>();
    private long ids;

    /** With the settings a container has when nobody configured it. */
    public TestContainer() {
        this(Map.of());
    }

    /** @param settings of configuration {@code dev.gyre.runtime}, such as {@code deadline} to {@code 1s} */
    public TestContainer(Map<String, ?> settings) {
        policy = new PolicyService(configuration(PolicyConfig.class, Map.of()), Map.of());
        runtime = new DeploymentsService(Optional.of("off"), configuration(RuntimeConfig.class, settings));
        runtime.bindPolicy(policy);
        add(new ChicoryEngine());
        add(new WasiModule());
        add(new WasiInterfaces());
        add(new SocketInterfaces(policy, configuration(SocketConfig.class, Map.of()), Map.of()));
        add(http);
    }

    /** The policy that ships, for plug-ins that take it as a reference. */
    public OutboundPolicy policy() {
        return policy;
    }

    /**
     * A component's configuration: what the annotation interface says, except these values, by property name.
     *
     * @param values named as in a {@code .config} file
     */
    public static <A> A configuration(Class<A> type, Map<String, ?> values) {
        Map<String, Object> all = new HashMap<>(values);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (proxy, method, args) -> all.getOrDefault(method.getName().replace("$_$", "-"), method.getDefaultValue())));
    }

    /**
     * Adds a trigger, host module, provider of host interfaces or engine, as its registration as a service would.
     *
     * @throws dev.gyre.api.GyreException when a class of host interfaces does not fit its WIT; a container only logs that
     */
    public void add(Object service) {
        Map<String, Object> properties = properties();
        if (service instanceof Trigger trigger) {
            properties.put(Trigger.PROPERTY, trigger.type());
        }
        services.put(service, properties);
        switch (service) {
            case Trigger trigger -> runtime.bindTrigger(trigger, properties);
            case HostModule module -> runtime.bindHostModule(module, properties);
            case HostInterfaceProvider interfaces -> {
                new HostInterfaces(interfaces).check();
                runtime.bindHostInterfaces(interfaces, properties);
            }
            case WasmEngine engine -> runtime.bindEngine(engine, properties);
            default -> throw new IllegalArgumentException(service.getClass() + " is no trigger, host module, provider of host interfaces or engine");
        }
    }

    /** Adds an executor for the HTTP trigger. */
    public void add(HttpExecutor executor, String type) {
        Map<String, Object> properties = properties();
        properties.put(HttpExecutor.PROPERTY, type);
        services.put(executor, properties);
        http.bindExecutor(executor, properties);
    }

    private Map<String, Object> properties() {
        return new HashMap<>(Map.of("service.id", ++ids));
    }

    /** Removes what was added, as when its bundle stops. Blocks until it has drained. */
    public void remove(Object service) {
        Map<String, Object> properties = services.remove(service);
        switch (service) {
            case Trigger trigger -> runtime.unbindTrigger(trigger, properties);
            case HostModule module -> runtime.unbindHostModule(module, properties);
            case HostInterfaceProvider interfaces -> runtime.unbindHostInterfaces(interfaces, properties);
            case WasmEngine engine -> runtime.unbindEngine(engine, properties);
            case HttpExecutor executor -> http.unbindExecutor(executor, properties);
            default -> throw new IllegalArgumentException("not added: " + service);
        }
    }

    /**
     * Loads the application in a folder and starts it. It may be waiting for something: see {@link Deployment#state}. HTTP is
     * served on a free port ({@link #address}).
     */
    public Deployment deploy(Path folder) {
        return deploy(folder, Map.of());
    }

    /** @param options for the trigger of each type, such as {@code http} to {@code access-log=on} */
    public Deployment deploy(Path folder, Map<String, Map<String, String>> options) {
        Map<String, Map<String, String>> all = new HashMap<>(options);
        all.putIfAbsent("http", Map.of("listen", "127.0.0.1:0"));
        Application application = loader.load(folder.toString(), new LoadOptions(staging(), false));
        return runtime.deploy(application, new DeployOptions(all, Optional.of(logs(folder)), new DeployOptions.Follow.None()));
    }

    private Path staging() {
        try {
            Path folder = Files.createTempDirectory("gyre-test");
            folders.push(folder);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the logs of the components of the application in a folder are: {@code <component>_stdout.txt} and so on. */
    public static Path logs(Path folder) {
        return folder.resolve(".gyre/logs");
    }

    /** Where an application serves. */
    public static String address(Deployment deployment) {
        return deployment.addresses().stream().findFirst().orElseThrow(() -> new IllegalStateException("the application serves no HTTP: " + deployment.waitingFor()));
    }

    /** Closes all applications and then the container. */
    @Override
    public void close() {
        runtime.deactivate();
        http.stop();
        listeners.close();
        folders.forEach(Folders::delete);
    }
}
