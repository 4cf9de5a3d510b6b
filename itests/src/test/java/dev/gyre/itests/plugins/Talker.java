package dev.gyre.itests.plugins;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A client that sends one message after the other over a WebSocket and wants each answered in capitals; when the server says that it goes
 * away it comes back. On a thread of its own until it is closed. Thread-safe.
 */
final class Talker implements AutoCloseable {
    private static final String GOODBYE = "closed 1001";

    private final URI address;
    private final Thread thread = Thread.ofVirtual().unstarted(this::run);
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong goodbyes = new AtomicLong();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    private Talker(URI address) {
        this.address = address;
    }

    static Talker start(String address) {
        Talker talker = new Talker(URI.create(address));
        talker.thread.start();
        return talker;
    }

    long answers() {
        return answers.get();
    }

    /** How often the server went away. */
    long goodbyes() {
        return goodbyes.get();
    }

    /** What came that is neither the right answer nor a goodbye. */
    List<String> wrong() {
        return List.copyOf(wrong);
    }

    @Override
    public String toString() {
        return answers + " answers, " + goodbyes + " goodbyes, wrong: " + wrong;
    }

    private void run() {
        while (!closed) {
            try {
                talk();
            } catch (CompletionException e) {
                pause(); // nobody listens just now
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void talk() throws InterruptedException {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        WebSocket socket = http.newWebSocketBuilder().buildAsync(address, new Listener(told, new StringBuilder())).join();
        for (long i = 0; !closed; i++) {
            String message = "message " + i;
            boolean gone = false;
            try {
                socket.sendText(message, true).join();
            } catch (CompletionException e) {
                gone = true; // it goes at this moment, and has said or will say so
            }
            String answer = String.valueOf(told.poll(60, TimeUnit.SECONDS));
            if (answer.equals(GOODBYE)) {
                goodbyes.incrementAndGet();
                return;
            }
            if (gone || !answer.equals(message.toUpperCase(Locale.ROOT))) {
                wrong.add(message + " -> " + answer);
                socket.abort();
                return;
            }
            answers.incrementAndGet();
        }
        socket.abort();
    }

    private record Listener(BlockingQueue<String> told, StringBuilder parts) implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            parts.append(part);
            if (last) {
                told.add(parts.toString());
                parts.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            told.add("closed " + code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            told.add(error.toString());
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
        http.shutdownNow();
    }
}
