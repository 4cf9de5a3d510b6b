package dev.gyre.http.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class ListenersTest {
    private final Listeners listeners = new Listeners(Duration.ofMinutes(5), () -> false);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
        listeners.close();
    }

    private OpenSite open(ListenAddress at, String base) {
        return listeners.open(new Site("app of " + base, at, Optional.empty(), Optional.empty(), base, HttpLimits.DEFAULT, (request, response, callback) -> {
            callback.succeeded();
            return true;
        }));
    }

    /** Status, and when to ask again. */
    private CompletableFuture<String> get(OpenSite at, String path) {
        return client.sendAsync(HttpRequest.newBuilder(URI.create("http://" + at.address() + path)).build(), HttpResponse.BodyHandlers.discarding())
                .thenApply(r -> r.statusCode() + r.headers().firstValue("Retry-After").map(t -> " again in " + t).orElse(""));
    }

    private static String of(CompletableFuture<String> answer) throws Exception {
        return answer.get(30, TimeUnit.SECONDS);
    }

    @Test
    void whoWaitedForASiteThatGoesForGoodIsToldToComeAgain() throws Exception {
        OpenSite stays = open(new ListenAddress("127.0.0.1", 0), "/stays");
        OpenSite goes = open(stays.address(), "/goes");
        assertEquals("200", of(get(stays, "/goes")));
        listeners.hold(goes);
        OpenSite kept = stays.listener().sites().all().stream().filter(OpenSite::kept).findFirst().orElseThrow();
        CompletableFuture<String> waiting = get(stays, "/goes");
        while (kept.threads().idle()) {
            Thread.onSpinWait();
        }
        listeners.close(kept);
        assertEquals("503 again in 1", of(waiting));
        assertEquals("404", of(get(stays, "/goes")));
        assertEquals("200", of(get(stays, "/stays")));
    }
}
