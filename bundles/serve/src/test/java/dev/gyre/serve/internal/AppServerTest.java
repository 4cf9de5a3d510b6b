package dev.gyre.serve.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.AppInfo;
import dev.gyre.api.app.Application;
import dev.gyre.api.app.Origin;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.config.Position;
import dev.gyre.api.host.RuntimeConfigSection;
import dev.gyre.api.loader.AppLoader;
import dev.gyre.api.loader.LoadOptions;
import dev.gyre.api.serve.AppReference;
import dev.gyre.api.serve.ServedApp;
import dev.gyre.manifest.internal.TomlManifestReader;

/** References in a folder, and what is served of them. */
class AppServerTest {
    /** Long: nothing here is to depend on how fast the machine is. */
    private Duration next = Duration.ofMinutes(1);

    @TempDir
    Path folder;
    private final FakeRuntime runtime = new FakeRuntime();
    private final Services services = new Services(runtime, new TomlManifestReader());
    /** Several applications begin at a time. */
    private final List<String> out = new CopyOnWriteArrayList<>();
    private ServerFolder server;
    private AppServer apps;

    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean late = new AtomicBoolean();

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(2_000_000);
        }
    }

    private Optional<String> problem(String app) {
        return apps.apps().stream().filter(a -> a.name().equals(app)).findFirst().flatMap(ServedApp::problem);
    }

    private void restart() {
        apps.close();
        server.close();
        start();
    }

    /** The last part of a reference is the version; it is staged, so that leftovers show. What begins with "late" comes after another serves, at the first start. */
    private Application load(String reference, LoadOptions options) {
        try {
            Files.writeString(options.staging().resolve("file"), reference);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        if (reference.startsWith("late/") && late.compareAndSet(true, false)) {
            await(() -> !runtime.running().isEmpty());
        }
        if (reference.startsWith("never/")) {
            await(ended::get);
        }
        if (reference.endsWith("broken")) {
            throw new GyreException("cannot load " + reference);
        }
        return new Application(new AppInfo("own-name", reference.substring(reference.lastIndexOf('/') + 1), Optional.empty(), List.of(), Optional.empty(), 1,
                new Origin.Registry(reference, "here")), List.of(), List.of(), Map.of("http", ConfigTable.empty("http", Position.of("spin.toml"))), Map.of(),
                ConfigTable.empty("", Position.of("gyre.toml")));
    }

    private AppServer start(Consumer<String> steps) {
        services.bindLoader(this::load, Map.of(AppLoader.PROPERTY, "test"));
        late.set(apps == null); // later on nobody would come before it
        server = ServerFolder.open(folder, Optional.empty());
        apps = new AppServer(new AppFiles(server.apps(), steps), services, new Deployer(services, server, Optional.empty()), Past.in(server.state()),
                next, out::add);
        apps.begin();
        return apps;
    }

    private AppServer start() {
        return start(step -> { });
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve("apps"));
        Files.writeString(folder.resolve("apps").resolve(name), text);
    }

    /** As time passes: a file that has changed is followed once it no longer does. */
    private void look() {
        apps.look();
        apps.look();
    }

    private static AppReference reference(String version) {
        return new AppReference("test:x/" + version, Map.of(), Optional.empty(), Map.of());
    }

    private long staged() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("data/staging"))) {
            return all.count();
        }
    }

    private void awaitStaged(long count) throws Exception {
        long end = System.nanoTime() + 60_000_000_000L;
        while (staged() != count && System.nanoTime() < end) {
            Thread.sleep(5);
        }
        assertEquals(count, staged());
    }

    @AfterEach
    void stop() {
        ended.set(true);
        if (apps != null) {
            apps.close();
            server.close();
        }
    }

    @Test
    void filesAreFollowed() throws Exception {
        write("one.toml", "from = 'test:x/1'");
        write("two.toml", "from = 'test:x/1'");
        write("notes.txt", "nothing of ours");
        start();
        assertEquals(List.of("one 1", "two 1"), runtime.running());
        assertEquals(List.of("one 1: http://127.0.0.1:1", "two 1: http://127.0.0.1:1"), out.stream().sorted().toList());
        write("one.toml", "from = 'test:x/2'  # longer");
        write("three.toml", "from = 'test:x/3'");
        Files.delete(folder.resolve("apps/two.toml"));
        look();
        assertEquals(List.of("one 2", "three 3"), runtime.running());
        awaitStaged(2);
        apps.close();
        assertEquals(List.of(), runtime.running());
        assertEquals(0, staged());
    }

    @Test
    void aFileThatIsStillBeingWrittenIsLeftAlone() throws Exception {
        start();
        write("one.toml", "from = 'test:x/1'");
        apps.look();
        assertEquals(List.of(), runtime.running());
        write("one.toml", "from = 'test:x/1' # and more");
        apps.look();
        assertEquals(List.of(), runtime.running());
        apps.look();
        assertEquals(List.of("one 1"), runtime.running());
    }

    @Test
    void aBrokenFileLeavesTheOldStateServingAndSaysWhy() throws Exception {
        write("one.toml", "from = 'test:x/1'");
        start();
        String[] broken = {"from = ", "form = 'test:x/2'", "from = 'test:x/broken'", "from = 'test:x/bad'", "from = 'none:x'", "files = 1\nfrom = 'test:x/2'",
            "from = 'test:x/2'\n[limit]\n"};
        String[] why = {"apps/one.toml:1:", "from", "cannot load", "it is bad", "loader for \"none\"", "gyre.toml",
            "apps/one.toml:2:1: limit: unknown field; did you mean \"limits\"? "
                    + "allowed here: allow-transient-write, component, engine, env, follow, from, http, limits, runtime-config, source"};
        for (int i = 0; i < broken.length; i++) {
            write("one.toml", broken[i]);
            look();
            assertEquals(List.of("one 1"), runtime.running(), broken[i]);
            ServedApp app = apps.apps().getFirst();
            assertTrue(app.problem().orElse("").contains(why[i]), app.toString());
            assertTrue(app.deployment().isPresent());
            awaitStaged(1);
        }
        write("one.toml", "from = 'test:x/1'");
        look();
        assertEquals(Optional.empty(), apps.apps().getFirst().problem());
    }

    @Test
    void aFileThatIsBrokenAtARestartLeavesWhatServedLastServing() throws Exception {
        write("one.toml", "from = 'test:x/1'");
        write("two.toml", "from = 'test:x/1'");
        start();
        String[] broken = {"from = ", "from = 'test:x/2'\n[limit]\n", "from = 'test:x/broken'", "from = 'test:x/bad'", "from = 'none:x'"};
        for (String text : broken) {
            write("one.toml", text);
            restart();
            assertEquals(List.of("one 1", "two 1"), runtime.running(), text);
            assertTrue(problem("one").isPresent() && problem("two").isEmpty(), apps.apps().toString());
            awaitStaged(2);
        }
        restart();
        assertEquals(List.of("one 1", "two 1"), runtime.running(), "as often as it is restarted");
        write("one.toml", "from = 'test:x/2'");
        look();
        assertEquals(List.of("one 2", "two 1"), runtime.running());
        assertEquals(Optional.empty(), problem("one"));
        write("one.toml", "from = 'test:x/broken'");
        apps.close();
        server.close();
        Files.delete(folder.resolve("apps/two.toml"));
        start();
        assertEquals(List.of("one 2"), runtime.running(), "a file that has gone is not broken");
        assertEquals(PosixFilePermissions.fromString("rwx------"), Files.getPosixFilePermissions(folder.resolve("data/apps")), "there may be secrets in it");
        apps.undeploy("one");
        try (Stream<Path> left = Files.list(folder.resolve("data/apps"))) {
            assertEquals(0, left.count());
        }
    }

    /** Of what does not serve by its newest text nobody need give way to it. */
    @Test
    void atARestartANewTextTakesNothingFromOthers() throws Exception {
        write("a.toml", "from = 'test:x/1'");
        start();
        write("b.toml", "from = 'test:x/alone'");
        look();
        assertEquals(List.of("a 1", "b alone"), runtime.running());
        write("a.toml", "from = 'test:x/alone'");
        restart();
        assertEquals(List.of("a 1", "b alone"), runtime.running());
        assertTrue(problem("a").orElse("").contains("\"b\""), problem("a").toString());
    }

    @Test
    void whatWasLoadedServesInTheNextRuntimeWhateverHasBecomeOfItsSource() throws Exception {
        write("one.toml", "from = 'test:x/1'");
        write("two.toml", "from = 'test:x/1'");
        start();
        write("two.toml", "from = 'test:x/broken'");
        look();
        services.bindLoader((reference, options) -> {
            throw new GyreException("there is no " + reference);
        }, Map.of(AppLoader.PROPERTY, "test"));
        FakeRuntime next = new FakeRuntime();
        runtime.all.clear();
        services.runtime = next;
        look();
        assertEquals(List.of("one 1", "two 1"), next.running());
        assertEquals(List.of(Optional.empty(), Optional.of("there is no x/broken")), List.of(problem("one"), problem("two")));
        awaitStaged(2);
    }

    @Test
    void aRuntimeConfigurationIsFollowedWithTheFilesItNames() throws Exception {
        services.bindSection(new RuntimeConfigSection() {
            @Override
            public void check(Application application, String key) {
                if (!application.runtimeConfig().requiredString(key).equals("key.pem")) {
                    throw application.runtimeConfig().error(key, "is bad");
                }
            }

            @Override
            public List<Path> files(ConfigTable file, String key) {
                return List.of(file.folder().resolve(file.requiredString(key)));
            }
        }, Map.of(RuntimeConfigSection.PROPERTY, new String[] {"other", "secret"}));
        Path config = folder.resolve("apps/conf/rc.toml");
        Files.createDirectories(config.getParent());
        Files.writeString(config, "secret = 'key.pem'\nstate_dir = 'state'\nmax_instance_memory = 65536\n");
        write("one.toml", "from = 'test:x/1'\nruntime-config = 'conf/rc.toml'");
        start();
        Application first = runtime.all.getFirst().application();
        assertEquals(Optional.of("key.pem"), first.runtimeConfig().string("secret"));
        assertEquals(Optional.of(65536L), first.settings().requiredTable("limits").bytes("memory"));
        Files.writeString(config, "secret = 'bad'\n");
        look();
        assertEquals(Optional.of(config + ":1:1: secret: is bad"), problem("one"));
        assertEquals(first, runtime.all.getFirst().application());
        Files.writeString(config, "secret = 'key.pem' # again\n");
        look();
        assertEquals(Optional.empty(), problem("one"));
        Application second = runtime.all.getFirst().application();
        assertNotSame(first, second);
        Files.writeString(folder.resolve("apps/conf/key.pem"), "new");
        apps.look();
        assertSame(second, runtime.all.getFirst().application(), "it may still be written");
        look();
        assertNotSame(second, runtime.all.getFirst().application());
        Application third = runtime.all.getFirst().application();
        look();
        assertSame(third, runtime.all.getFirst().application());
        Files.delete(config);
        look();
        assertTrue(problem("one").orElse("").contains("rc.toml cannot be read"), problem("one").toString());
        assertSame(third, runtime.all.getFirst().application());
    }

    @Test
    void aReferenceWaitsForItsLoader() throws Exception {
        write("one.toml", "from = 'acme:a/1'");
        start();
        assertEquals(List.of(), runtime.running());
        assertTrue(apps.apps().getFirst().problem().orElse("").startsWith("waits for a bundle with a loader for \"acme\""));
        services.bindLoader(this::load, Map.of(AppLoader.PROPERTY, "acme"));
        apps.look();
        assertEquals(List.of("one 1"), runtime.running());
    }

    @Test
    void commandsChangeWhatServesAndTheFolder() throws Exception {
        start();
        ServedApp made = apps.deploy(Optional.empty(), new AppReference("test:x/1", Map.of("A", "b\"c\n"), Optional.of("e"), Map.of("http", Map.of("base", "/x"))));
        assertEquals("own-name", made.name());
        assertEquals("from = \"test:x/1\"\nengine = \"e\"\n\n[env]\nA = \"b\\\"c\\u000A\"\n\n[http]\nbase = \"/x\"\n",
                Files.readString(folder.resolve("apps/own-name.toml")));
        ConfigTable settings = made.deployment().orElseThrow().application().settings();
        assertEquals(Optional.of("/x"), settings.requiredTable("http").string("base"));
        look();
        assertEquals(1, out.size());
        Path config = Files.writeString(folder.resolve("rc.toml"), "max_instance_memory = 65536");
        ServedApp limited = apps.deploy(Optional.of("limited"), new AppReference("test:x/1", Map.of(), Optional.empty(), Map.of(), Optional.of(config.toString()),
                Map.of("bindle-server", "http://b")));
        assertEquals("from = \"test:x/1\"\nruntime-config = \"" + config + "\"\n\n[source]\nbindle-server = \"http://b\"\n", Files.readString(folder.resolve("apps/limited.toml")));
        assertEquals(Optional.of(65536L), limited.deployment().orElseThrow().application().settings().requiredTable("limits").bytes("memory"));
        apps.undeploy("limited");
        String message = assertThrows(GyreException.class, () -> apps.deploy(Optional.empty(), reference("2"))).getMessage();
        assertTrue(message.startsWith("there is an application \"own-name\" already"), message);
        apps.update("own-name", Optional.of("test:x/2"));
        assertEquals(List.of("own-name 2"), runtime.running());
        assertTrue(Files.readString(folder.resolve("apps/own-name.toml")).startsWith("from = \"test:x/2\"\nengine = \"e\"\n"));
        assertThrows(GyreException.class, () -> apps.update("own-name", Optional.of("test:x/bad")));
        assertThrows(GyreException.class, () -> apps.update("other", Optional.empty()));
        assertThrows(GyreException.class, () -> apps.undeploy("other"));
        assertThrows(GyreException.class, () -> apps.deploy(Optional.of("../x"), reference("1")));
        assertThrows(GyreException.class, () -> apps.deploy(Optional.of("x"), reference("bad")));
        assertEquals(List.of("own-name 2"), runtime.running());
        awaitStaged(1);
        apps.undeploy("own-name");
        assertEquals(List.of(), runtime.running());
        try (Stream<Path> left = Files.list(folder.resolve("apps"))) {
            assertEquals(0, left.count());
        }
        assertEquals(0, staged());
    }

    @Test
    void anUpdateKeepsWhatTheUserWroteAround() {
        assertEquals("# mine\nfrom = \"b\"\n[env]\nfrom = 'x'\n", AppText.from("# mine\nfrom = 'a' # old\n[env]\nfrom = 'x'\n", "b"));
    }

    @Test
    void anUpdateFindsTheSourceHoweverItIsWritten() {
        String[][] texts = {
            {"\"from\" = 'a'\r\nx = 1", "from = \"b\"\r\nx = 1"},
            {"'from'='a'", "from = \"b\""},
            {"note = \"\"\"\nfrom = 'no'\n[table]\n\"\"\"\nfrom = \"\"\"\na\"\"\"\"# x\nlist = [ # ]\n  \"]\",\n]\n",
                "note = \"\"\"\nfrom = 'no'\n[table]\n\"\"\"\nfrom = \"b\"\nlist = [ # ]\n  \"]\",\n]\n"},
            {"x = '''\n''' # '\ny = { z = \"=\" }\n  from = 'a'\n", "x = '''\n''' # '\ny = { z = \"=\" }\n  from = \"b\"\n"},
            {"x = 'a\\'\nfrom = \"\\\"\"\n", "x = 'a\\'\nfrom = \"b\"\n"},
            {"[env]\nfrom = 'x'", "from = \"b\"\n[env]\nfrom = 'x'"},
        };
        for (String[] text : texts) {
            assertEquals(text[1], AppText.from(text[0], "b"));
        }
    }

    /** Whoever is quicker must not win: it would be another one after the next start. */
    @Test
    void ofTwoThatCollideTheSameOneServesAfterEveryStart() throws Exception {
        write("b.toml", "from = 'test:x/alone'");
        write("a.toml", "from = 'test:late/alone'");
        start();
        assertEquals(List.of("a alone"), runtime.running());
        assertTrue(problem("b").orElse("").contains("\"a\""), problem("b").toString());
        // who served before serves, whatever its name
        write("0.toml", "from = 'test:x/alone'");
        restart();
        assertEquals(List.of("a alone"), runtime.running());
        // who waited comes at once
        apps.undeploy("a");
        apps.look();
        await(() -> !runtime.running().isEmpty());
        String next = runtime.running().getFirst();
        restart();
        assertEquals(List.of(next), runtime.running());
    }

    @Test
    void whatWasRefusedIsTriedAgainAsSoonAsSomethingHasChanged() throws Exception {
        AtomicBoolean asked = new AtomicBoolean();
        services.bindLoader((reference, options) -> {
            if (asked.compareAndSet(false, true)) {
                services.changed(); // comes just after it was missed
                throw new GyreException("not there yet");
            }
            return load(reference, options);
        }, Map.of(AppLoader.PROPERTY, "acme"));
        write("one.toml", "from = 'acme:a/1'");
        start();
        assertEquals(Optional.of("not there yet"), problem("one"));
        apps.look();
        assertEquals(List.of("one 1"), runtime.running());
    }

    @Test
    void filesThatCannotBeUsedAreToldAndLeaveWhatServes() throws Exception {
        write("my shop.toml", "from = 'test:x/1'");
        write("target", "from = 'test:x/1'");
        Files.createSymbolicLink(folder.resolve("apps/link.toml"), Path.of("target"));
        Files.createDirectories(folder.resolve("apps/dir.toml"));
        start();
        assertEquals(List.of("link 1"), runtime.running());
        assertTrue(problem("my shop").orElse("").contains("rename the file"), apps.apps().toString());
        assertTrue(problem("dir").orElse("").contains("cannot read"), apps.apps().toString());
        Files.move(folder.resolve("apps/target"), folder.resolve("apps/elsewhere"));
        look();
        assertEquals(List.of("link 1"), runtime.running());
        assertTrue(problem("link").orElse("").contains("apps/link.toml is a link to a file that is not there"), apps.apps().toString());
        Files.move(folder.resolve("apps/elsewhere"), folder.resolve("apps/target"));
        look();
        assertEquals(Optional.empty(), problem("link"));
        Files.delete(folder.resolve("apps/link.toml"));
        Files.delete(folder.resolve("apps/my shop.toml"));
        look();
        assertEquals(List.of("dir"), apps.apps().stream().map(ServedApp::name).toList());
    }

    @Test
    void whatNeverLoadsHoldsUpNobody() throws Exception {
        write("one.toml", "from = 'test:x/1'");
        write("never.toml", "from = 'test:never/1'");
        next = Duration.ofMillis(100);
        start();
        await(() -> !runtime.running().isEmpty());
        assertEquals(List.of("one 1"), runtime.running());
        ServedApp loading = apps.apps().getFirst();
        assertEquals("never", loading.name());
        assertEquals(Optional.empty(), loading.problem());
    }

    @Test
    void oneProcessServesAFolder() {
        start();
        String message = assertThrows(GyreException.class, () -> ServerFolder.open(folder, Optional.empty())).getMessage();
        assertTrue(message.contains(folder + " is served already by process " + ProcessHandle.current().pid()), message);
    }

    /** Stands for the process being killed. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** The process dies at step {@code at} of a change; what the next one serves. */
    private List<String> afterKillAt(int at, Consumer<AppServer> change, List<String> steps) throws IOException {
        runtime.all.clear();
        if (Files.isDirectory(folder.resolve("apps"))) {
            try (Stream<Path> left = Files.list(folder.resolve("apps"))) {
                for (Path file : (Iterable<Path>) left::iterator) {
                    Files.delete(file);
                }
            }
        }
        write("app.toml", "from = 'test:x/1'");
        start(step -> {
            steps.add(step);
            if (steps.size() == at) {
                throw new Killed();
            }
        });
        boolean killed = false;
        try {
            change.accept(apps);
        } catch (Killed e) {
            killed = true;
        }
        server.close();
        runtime.all.clear();
        start();
        List<String> running = runtime.running();
        assertEquals(running.size(), staged());
        try (Stream<Path> left = Files.list(folder.resolve("apps"))) {
            assertEquals(running.size(), left.count(), "half-written files are left");
        }
        apps.close();
        server.close();
        return killed ? running : List.of();
    }

    private void oldOrNew(List<String> before, List<String> after, Consumer<AppServer> change) throws IOException {
        boolean old = false;
        boolean fresh = false;
        for (int at = 1;; at++) {
            List<String> steps = new ArrayList<>();
            List<String> found = afterKillAt(at, change, steps);
            if (steps.size() < at) {
                break;
            }
            assertTrue(found.equals(before) || found.equals(after), "killed after \"" + steps.getLast() + "\": " + found);
            old |= found.equals(before);
            fresh |= found.equals(after);
        }
        assertTrue((old || before.equals(List.of("app 1")) && after.isEmpty()) && fresh);
    }

    @Test
    void killedAtAnyStepTheFolderIsAsBeforeOrAsAfter() throws Exception {
        oldOrNew(List.of("app 1"), List.of("app 1", "more 1"), a -> a.deploy(Optional.of("more"), reference("1")));
        oldOrNew(List.of("app 1"), List.of("app 2"), a -> a.update("app", Optional.of("test:x/2")));
        oldOrNew(List.of("app 1"), List.of(), a -> a.undeploy("app"));
    }
}
