package dev.gyre.wasi.backend.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.gyre.wasi.backend.WasiException;

/** One event puts a link out of the mount in the place of a folder while another one works in that folder. */
@Timeout(120)
class SymlinkRaceTest {
    /** Enough of either side for them to have met. */
    private static final int ENOUGH = 100;

    @TempDir
    Path temp;
    private MountFixture fixture;

    @BeforeEach
    void prepare() throws IOException {
        fixture = new MountFixture(temp);
        Files.createDirectories(fixture.outside.resolve("victim"));
        Files.writeString(fixture.outside.resolve("victim/target"), "secret");
        Files.setLastModifiedTime(fixture.outside.resolve("victim/target"), java.nio.file.attribute.FileTime.fromMillis(1_000_000));
        Files.createDirectories(fixture.mount.resolve("a"));
        Files.writeString(fixture.mount.resolve("a/target"), "mine");
        fixture.link("evil", "../victim");
    }

    /** Both are guests, so everything goes through a mount. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void guestsCannotRaceEachOther(boolean secure) throws Exception {
        AtomicInteger swaps = new AtomicInteger();
        try (Directory racer = open(secure)) {
            race(secure, swaps, () -> {
                racer.rename("a", racer, "parked");
                racer.rename("evil", racer, "a");
                racer.rename("a", racer, "evil");
                racer.rename("parked", racer, "a");
                swaps.incrementAndGet();
            });
        }
        assertUntouched();
    }

    /** The other one is a process of the host, which no lock of ours keeps out. */
    @Test
    void notEvenTheHostMakesUsReadOutside() throws Exception {
        Path a = fixture.mount.resolve("a");
        Path parked = fixture.mount.resolve("parked");
        Path evil = fixture.mount.resolve("evil");
        AtomicBoolean stop = new AtomicBoolean();
        Thread racer = Thread.ofPlatform().start(() -> {
            try {
                while (!stop.get()) {
                    Files.move(a, parked, StandardCopyOption.ATOMIC_MOVE);
                    Files.move(evil, a, StandardCopyOption.ATOMIC_MOVE);
                    Files.move(a, evil, StandardCopyOption.ATOMIC_MOVE);
                    Files.move(parked, a, StandardCopyOption.ATOMIC_MOVE);
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        int worked = 0;
        try (Directory root = fixture.open(true)) {
            while (worked < ENOUGH) {
                try {
                    assertEquals("mine", MountFixture.read(root.open("a/target", MountFixture.READ)));
                    try (RegularFile file = (RegularFile) root.open("a/target", MountFixture.WRITE)) {
                        file.write(MountFixture.bytes("mine"), 0);
                    }
                    worked++;
                } catch (WasiException e) {
                    // it was the link just then
                }
            }
        } finally {
            stop.set(true);
            racer.join();
        }
        assertUntouched();
    }

    private void race(boolean secure, AtomicInteger swaps, Runnable swap) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger worked = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread worker = Thread.ofPlatform().start(() -> {
            try (Directory root = open(secure)) {
                for (int i = 0; !stop.get(); i++) {
                    String made = "a/made" + i;
                    for (Runnable step : steps(root, made, i)) {
                        try {
                            step.run();
                            worked.incrementAndGet();
                        } catch (WasiException e) {
                            // it was the link just then
                        }
                    }
                }
            } catch (IOException | AssertionError e) {
                failure.set(e);
            }
        });
        try {
            while ((worked.get() < ENOUGH || swaps.get() < ENOUGH) && worker.isAlive()) {
                swap.run();
                Thread.yield();
            }
        } finally {
            stop.set(true);
            worker.join();
        }
        assertNull(failure.get());
    }

    private static Runnable[] steps(Directory root, String made, int i) {
        return new Runnable[] {
            () -> assertEquals("mine", MountFixture.read(root.open("a/target", MountFixture.READ))),
            () -> root.createDirectory(made),
            () -> root.removeDirectory(made),
            () -> root.createSymbolicLink("x", made),
            () -> root.unlinkFile(made),
            () -> root.createLink("a/target", root, "stolen" + i),
            () -> assertEquals("mine", MountFixture.read(root.open("stolen" + i, MountFixture.READ))),
            () -> root.unlinkFile("stolen" + i),
            () -> root.setTimes("a/target", false, OptionalLong.empty(), OptionalLong.of(5_000_000_000L)),
            () -> root.open(made, MountFixture.CREATE).close(),
            () -> root.unlinkFile(made)};
    }

    private void assertUntouched() throws IOException {
        try (var files = Files.list(fixture.outside.resolve("victim"))) {
            assertEquals(1, files.count());
        }
        Path target = fixture.outside.resolve("victim/target");
        assertEquals("secret", Files.readString(target));
        assertEquals(1_000_000, Files.getLastModifiedTime(target).toMillis());
        assertFalse(Files.isSymbolicLink(target));
        assertEquals(1, Files.getAttribute(target, "unix:nlink", LinkOption.NOFOLLOW_LINKS));
    }

    private Directory open(boolean secure) throws IOException {
        return secure ? fixture.open(true) : fixture.openPortable(true);
    }
}
