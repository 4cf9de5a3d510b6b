package dev.gyre.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

import dev.gyre.api.app.Application;
import dev.gyre.api.loader.AppLoader;
import dev.gyre.api.loader.LoadOptions;
import dev.gyre.api.runtime.DeployOptions;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.Deployments;

/** A bundle with commands for benchmarks: {@code bench:deploy} and {@code bench:memory}. */
public final class AppsPlugin implements BundleActivator {
    private final List<Deployment> deployed = new ArrayList<>();
    private BundleContext context;

    @Override
    public void start(BundleContext bundleContext) {
        context = bundleContext;
        context.registerService(AppsPlugin.class, this, new Hashtable<>(Map.of("osgi.command.scope", "bench", "osgi.command.function", new String[] {"deploy", "memory"})));
    }

    @Override
    public void stop(BundleContext bundleContext) {
        deployed.forEach(Deployment::close);
    }

    /** Deploys an application many times, each on a port of its own, and prints where they serve. */
    public void deploy(String manifest, int count) throws IOException, InvalidSyntaxException {
        ServiceReference<AppLoader> loader = context.getServiceReferences(AppLoader.class, "(gyre.scheme=local)").iterator().next();
        Deployments deployments = context.getService(context.getServiceReference(Deployments.class));
        for (int i = 0; i < count; i++) {
            Path staging = Files.createTempDirectory("gyre-bench-");
            Application application = context.getService(loader).load(manifest, new LoadOptions(staging, false));
            Deployment deployment = deployments.deploy(application,
                    new DeployOptions(Map.of("http", Map.of("listen", "127.0.0.1:0")), Optional.empty(), new DeployOptions.Follow.None()));
            deployed.add(deployment);
            deployment.addresses().forEach(System.out::println);
        }
    }

    /** Collects garbage and prints {@code heap metaspace code threads classes}: bytes, and counts. */
    public void memory() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(200); // what waits for a collection to be freed, as soft and weak references do
        }
        System.out.println(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + " " + pools("Metaspace", "Compressed Class Space") + " "
                + pools("CodeHeap", "CodeCache") + " " + ManagementFactory.getThreadMXBean().getThreadCount() + " "
                + ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
    }

    private static long pools(String... names) {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> List.of(names).stream().anyMatch(pool.getName()::startsWith))
                .map(MemoryPoolMXBean::getUsage).mapToLong(MemoryUsage::getUsed).sum();
    }
}
