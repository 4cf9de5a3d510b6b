package dev.gyre.launcher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;

/** On the real framework, with bundles that consist of a manifest. */
class ContainerTest {
    private static final StartOrder ALPHABETICAL = new StartOrder(List.of(), List.of(), List.of());
    private static final Duration BOUND = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final List<String> problems = new CopyOnWriteArrayList<>();
    private Container container;

    private Container container() {
        container = new Container(Map.of("org.osgi.framework.storage", folder.resolve("felix").toString()), problems::add);
        return container;
    }

    @AfterEach
    void stop() {
        if (container != null) {
            assertTrue(container.stop(Optional.empty(), BOUND));
        }
    }

    private static void bundle(Path jar, String name, String... headers) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.putValue("Manifest-Version", "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", name);
        for (int i = 0; i < headers.length; i += 2) {
            main.putValue(headers[i], headers[i + 1]);
        }
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream ignored = new JarOutputStream(out, manifest)) {
            // nothing but the manifest
        }
    }

    private List<String> active() {
        return Stream.of(container.context().getBundles()).filter(bundle -> bundle.getState() == Bundle.ACTIVE)
                .map(Bundle::getSymbolicName).skip(1).toList();
    }

    @Test
    void bundlesOfAFolderWithAnyNameAreStarted() throws IOException {
        Path odd = Files.createDirectory(folder.resolve("a b+c%20d#é"));
        bundle(odd.resolve("one.jar"), "one", "Export-Package", "x");
        bundle(odd.resolve("two.jar"), "two", "Import-Package", "x");
        bundle(odd.resolve("fragment.jar"), "fragment", "Fragment-Host", "one");
        Files.writeString(odd.resolve("README.txt"), "no bundle");
        container().install(odd, ALPHABETICAL, jar -> true);
        container.resolve();
        container.start(StartTrace.OFF);
        assertEquals(List.of("one", "two"), active());
        assertEquals(List.of(), problems);
    }

    @Test
    void whatDoesNotStartIsToldAndTheOthersRun() throws IOException {
        Files.writeString(folder.resolve("broken.jar"), "no jar");
        bundle(folder.resolve("lonely.jar"), "lonely", "Import-Package", "no.such.pkg");
        bundle(folder.resolve("good.jar"), "good");
        container().install(folder, ALPHABETICAL, jar -> true);
        container.resolve();
        container.start(StartTrace.OFF);
        assertEquals(List.of("good"), active());
        assertEquals(2, problems.size(), problems.toString());
        assertTrue(problems.get(0).contains("broken.jar cannot be installed"), problems.get(0));
        assertTrue(problems.get(1).startsWith("lonely cannot be started") && problems.get(1).contains("no.such.pkg"),
                problems.get(1));
    }

    @Test
    void aFolderThatIsNotThereIsAnEmptyOne() {
        container().install(folder.resolve("none"), ALPHABETICAL, jar -> true);
        assertEquals(List.of(), problems);
    }

    @Test
    void namedJarsComeFirstAndGoLastAndOthersAreStartedLater() throws IOException {
        for (String name : List.of("a", "b", "c", "d")) {
            bundle(folder.resolve(name + "-1.0.jar"), name);
        }
        container().install(folder, new StartOrder(List.of("d", "c"), List.of("a"), List.of()), jar -> true);
        List<String> events = new CopyOnWriteArrayList<>();
        container.context().addBundleListener((SynchronousBundleListener) event -> {
            if (event.getType() == BundleEvent.STARTED || event.getType() == BundleEvent.STOPPED) {
                events.add((event.getType() == BundleEvent.STARTED ? "+" : "-") + event.getBundle().getSymbolicName());
            }
        });
        container.start(StartTrace.OFF);
        events.removeFirst(); // the framework itself
        assertEquals(List.of("+d", "+c", "+b"), events);
        container.startLate();
        Bundle leader = Stream.of(container.context().getBundles()).filter(bundle -> bundle.getSymbolicName().equals("c")).findFirst().orElseThrow();
        assertTrue(container.stop(Optional.of(leader), BOUND));
        assertEquals(List.of("+d", "+c", "+b", "+a", "-c", "-b", "-a", "-d"), events.subList(0, 8));
    }

    /** Plug-ins, too, which the launcher has not installed. */
    @Test
    void whatHoldsUpTheStopIsNamed() throws Exception {
        bundle(folder.resolve("plug.jar"), "plug");
        bundle(folder.resolve("lazy.jar"), "lazy", "Bundle-ActivationPolicy", "lazy");
        bundle(folder.resolve("slow.jar"), "slow");
        container().start(StartTrace.OFF);
        BundleContext context = container.context();
        context.installBundle(folder.resolve("lazy.jar").toUri().toString()).start(Bundle.START_ACTIVATION_POLICY);
        context.installBundle(folder.resolve("plug.jar").toUri().toString()).start();
        Bundle slow = context.installBundle(folder.resolve("slow.jar").toUri().toString());
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        context.addBundleListener((SynchronousBundleListener) event -> {
            boolean starts = event.getBundle() == slow && event.getType() == BundleEvent.STARTING;
            if (starts || event.getBundle().getSymbolicName().equals("plug") && event.getType() == BundleEvent.STOPPING) {
                begun.countDown();
                awaitQuietly(end);
            }
        });
        assertEquals(List.of(), container.busy());
        Thread.ofVirtual().start(() -> assertDoesNotThrow(() -> slow.start()));
        Thread.ofVirtual().start(() -> assertDoesNotThrow(() -> context.getBundle(folder.resolve("plug.jar").toUri().toString()).stop()));
        assertTrue(begun.await(BOUND.toSeconds(), TimeUnit.SECONDS));
        assertEquals(List.of("plug is still stopping", "slow is still starting"), container.busy());
        end.countDown();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void stoppingByABundleIsNoticed() throws Exception {
        CountDownLatch noticed = new CountDownLatch(1);
        container().onStopping(noticed::countDown);
        container.start(StartTrace.OFF);
        container.context().getBundle(0).stop();
        assertTrue(noticed.await(BOUND.toSeconds(), TimeUnit.SECONDS));
    }

    @Test
    void theCommandReachesWhoAsksForItAndTheFirstExitCodeWins() throws InvalidSyntaxException {
        container().start(StartTrace.OFF);
        BundleContext context = container.context();
        Command command = new Command("up", "-f", "a b");
        command.offer(context, StartTrace.OFF);
        assertFalse(command.isTakenWithin(Duration.ofMillis(50)));
        ServiceReference<IntConsumer> exit = context.getServiceReferences(IntConsumer.class, "(gyre.exit=true)").iterator().next();
        assertArrayEquals(new String[] {"up", "-f", "a b"}, (String[]) exit.getProperty("gyre.arguments"));
        assertFalse(command.isTakenWithin(Duration.ofMillis(50)), "reading properties is not taking");
        context.getService(exit).accept(3);
        context.getService(exit).accept(4);
        assertTrue(command.isTakenWithin(Duration.ZERO));
        assertEquals(3, command.awaitExit());
    }

    @Test
    void aCommandGivenUpIsNotTaken() {
        Command command = new Command("up");
        command.giveUp();
        assertFalse(command.isTakenWithin(BOUND));
        assertEquals(Optional.empty(), command.taker());
        command.exit(0);
        assertTrue(command.isTakenWithin(BOUND));
    }

    @Test
    void withoutDeclarativeServicesTheDiagnosisSaysSo() {
        container().start(StartTrace.OFF);
        assertEquals(List.of("Declarative Services (org.apache.felix.scr) does not run"), Diagnosis.waitingComponents(container.context()));
    }
}
