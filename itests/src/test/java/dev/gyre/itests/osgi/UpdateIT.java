package dev.gyre.itests.osgi;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

import javax.inject.Inject;

import com.sun.management.UnixOperatingSystemMXBean;

import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;

import dev.gyre.api.app.Application;
import dev.gyre.api.loader.AppLoader;
import dev.gyre.api.loader.LoadOptions;
import dev.gyre.api.runtime.DeployOptions;
import dev.gyre.api.runtime.Deployment;
import dev.gyre.api.runtime.Deployments;

/**
 * Versions of an application follow each other under load: no request fails, and nothing is left of those that have gone. For longer:
 * {@code mvn -pl itests -am verify -Psoak -Dit.test=UpdateIT -Dgyre.updates=500}.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class UpdateIT {
    private static final int UPDATES = Integer.getInteger("gyre.updates", 24);
    private static final DeployOptions OPTIONS =
            new DeployOptions(Map.of("http", Map.of("listen", "127.0.0.1:0")), Optional.empty(), new DeployOptions.Follow.None());

    @Inject
    BundleContext context;

    @Configuration
    public Option[] config() {
        return Distribution.container(Distribution.property("gyre.updates"));
    }

    /** The hello guest with something of its own at the end, so that every version is compiled anew. */
    private Application version(Path folder, int number) throws Exception {
        byte[] wasm = Files.readAllBytes(Distribution.example("hello").resolve("hello.wasm"));
        byte[] custom = {0, 6, 1, 'v', (byte) (number >> 24), (byte) (number >> 16), (byte) (number >> 8), (byte) number};
        byte[] all = Arrays.copyOf(wasm, wasm.length + custom.length);
        System.arraycopy(custom, 0, all, wasm.length, custom.length);
        Files.write(folder.resolve("hello.wasm"), all);
        Files.writeString(folder.resolve("spin.toml"), Files.readString(Distribution.example("hello").resolve("spin.toml")));
        return Served.service(context, AppLoader.class, "(gyre.scheme=local)").load(folder.toString(), new LoadOptions(Temporary.folder(), false));
    }

    /** What must not grow. */
    private record Held(long classes, long metaspace, long threads, long files, long heap) {
        static Held now() throws InterruptedException {
            Held least = look();
            for (int i = 0; i < 40; i++) {
                Thread.sleep(100);
                Held again = look();
                least = new Held(Math.min(least.classes, again.classes), Math.min(least.metaspace, again.metaspace), Math.min(least.threads, again.threads),
                        Math.min(least.files, again.files), Math.min(least.heap, again.heap));
            }
            return least;
        }

        private static Held look() {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            long metaspace = ManagementFactory.getMemoryPoolMXBeans().stream().filter(p -> p.getName().equals("Metaspace")).mapToLong(p -> p.getUsage().getUsed()).sum();
            return new Held(ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(), metaspace, ManagementFactory.getThreadMXBean().getThreadCount(),
                    ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix ? unix.getOpenFileDescriptorCount() : 0,
                    runtime.totalMemory() - runtime.freeMemory());
        }
    }

    @Test
    public void versionsFollowEachOtherUnderLoad() throws Exception {
        Path folder = Temporary.folder();
        Deployment deployment = Served.service(context, Deployments.class, null).deploy(version(folder, 0), OPTIONS);
        URI address = Served.of(deployment).address();
        Held before = null;
        try (Load load = Load.on(address, 8, "/hello", "Hello from Gyre!\n")) {
            for (int i = 1; i <= UPDATES; i++) {
                load.awaitMore(20);
                Deployment old = deployment;
                deployment = old.replace(version(folder, i), OPTIONS);
                assertEquals(Deployment.State.CLOSED, old.state());
                assertEquals(address, Served.of(deployment).address());
                old.close();
                if (i == UPDATES / 3) {
                    before = Held.now();
                }
            }
            load.awaitMore(20);
            Held after = Held.now();
            String both = "before " + before + ", after " + after;
            System.out.println(UPDATES + " updates, " + load.answered() + " requests: " + both);
            assertTrue(both, after.classes < before.classes + 300);
            assertTrue(both, after.metaspace < before.metaspace + (16 << 20));
            assertTrue(both, after.threads < before.threads + 20);
            assertTrue(both, after.files < before.files + 20);
            assertTrue(both, after.heap < before.heap + (16 << 20));
        } finally {
            deployment.close();
        }
    }
}
