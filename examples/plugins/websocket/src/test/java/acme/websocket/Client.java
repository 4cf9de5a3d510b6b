package acme.websocket;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client that keeps what it is told: texts, {@code byte[]}, and at the end {@code "closed <code>"}. */
final class Client implements WebSocket.Listener {
    private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private WebSocket socket;

    static Client connect(HttpClient http, String address) {
        Client client = new Client();
        client.socket = http.newWebSocketBuilder().buildAsync(URI.create(address), client).join();
        return client;
    }

    Client text(String message) {
        socket.sendText(message, true).join();
        return this;
    }

    Client bytes(byte[] message) {
        socket.sendBinary(ByteBuffer.wrap(message), true).join();
        return this;
    }

    Object told() throws InterruptedException {
        return told.poll(60, TimeUnit.SECONDS);
    }

    /** Whether nothing came yet. */
    boolean silent() {
        return told.isEmpty();
    }

    void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            told.add(text.toString());
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        told.add(bytes);
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        told.add("closed " + code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        told.add(error);
    }
}
