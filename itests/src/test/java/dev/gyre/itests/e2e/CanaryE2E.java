package dev.gyre.itests.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guests that try to hand something to a later request: through memory, environment, descriptors, files, stdio. None gets it. */
class CanaryE2E {
    private static final int THREADS = 6;
    private static final int REQUESTS = 30;

    @ParameterizedTest
    @ValueSource(strings = {"chicory", "graalwasm"})
    void noRequestFindsWhatAnotherLeft(String engine, @TempDir Path folder) throws IOException, InterruptedException {
        String fields = """
                environment = { OWN = "as configured" }
                files = [{ source = "mounted", destination = "/data" }]""";
        App app = App.in(folder).file("mounted/kept.txt", "as delivered\n").spin("spin", "smuggle.wasm", "/spin", fields)
                .wagi("wagi", "wagi-smuggle.wasm", "/wagi", fields).settings("""
                        [component.spin.limits]
                        deadline = "10s"
                        [component.wagi.limits]
                        deadline = "10s"
                        """);
        ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
        AtomicInteger clean = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        try (Gyre gyre = app.up(Map.of(), "--engine", engine)) {
            for (String path : List.of("/spin?4", "/wagi?4")) {
                String own = post(gyre, path, "").text();
                for (int attempt = 0; own.isEmpty() && attempt < 5; attempt++) {
                    own = post(gyre, path, "").text(); // an engine that is still cold may be too slow
                }
                assertTrue(own.startsWith("found ") && !own.startsWith("found 0"), "what a guest left itself is to be found: " + own);
            }
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                threads.submit(() -> assertEquals(504, Http.get(gyre.resolve("/spin?3")).statusCode()));
                for (int t = 0; t < THREADS; t++) {
                    SplittableRandom random = new SplittableRandom(t);
                    threads.submit(() -> {
                        for (int i = 0; i < REQUESTS; i++) {
                            request(gyre, random, wrong, clean, failed);
                        }
                    });
                }
            }
            assertEquals(List.of(), new ArrayList<>(wrong).stream().limit(5).toList());
            assertTrue(clean.get() > THREADS * REQUESTS / 2 && failed.get() > 0, clean + " answered, " + failed + " failed as they should");
        }
        assertEquals("as delivered\n", Files.readString(folder.resolve("mounted/kept.txt")));
        assertFalse(Files.exists(folder.resolve("mounted/canary")));
    }

    /** On a connection of its own: the server closes that of a program that answers before it has read all, and ends. */
    private static Wire.Answer post(Gyre gyre, String target, String body) throws IOException {
        return Wire.exchange(gyre.address(), "POST " + target + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static void request(Gyre gyre, SplittableRandom random, ConcurrentLinkedQueue<String> wrong, AtomicInteger clean, AtomicInteger failed) {
        boolean wagi = random.nextInt(3) == 0;
        int dice = random.nextInt(100);
        int way = dice < 75 ? 0 : dice < 87 ? 1 : 2;
        try {
            String body = "b".repeat(random.nextInt(3) * 1000);
            Wire.Answer answer = post(gyre, (wagi ? "/wagi?" : "/spin?") + way, body);
            boolean answered = answer.status() == 200;
            // A program has answered before it fails; a request that took too long tells nothing.
            if (way == 0 && !answered && answer.status() != 504 || way != 0 && !wagi && answered) {
                wrong.add("way " + way + ": " + answer.status() + " " + answer.text());
            } else if (answered && !(answer.text().startsWith("found 0:") && answer.text().endsWith("foreign body 0\n"))) {
                wrong.add((wagi ? "wagi " : "spin ") + answer.text());
            }
            (answered ? clean : failed).incrementAndGet();
        } catch (IOException e) {
            // The response of a program that had begun is cut short.
            if (!wagi || way == 0) {
                wrong.add("way " + way + ": " + e);
            }
            failed.incrementAndGet();
        }
    }
}
