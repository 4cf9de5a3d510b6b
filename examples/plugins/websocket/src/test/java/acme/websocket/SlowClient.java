package acme.websocket;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client that sends and never reads. */
final class SlowClient {
    private final WebSocket socket;

    private SlowClient(WebSocket socket) {
        this.socket = socket;
    }

    static SlowClient connect(HttpClient http, String address) {
        return new SlowClient(http.newWebSocketBuilder().buildAsync(URI.create(address), new WebSocket.Listener() {
            @Override
            public void onOpen(WebSocket opened) {
                // asks for nothing
            }
        }).join());
    }

    /** Sends until nothing more is taken for a second, or that many messages were. */
    boolean isHeldUp(int size, int messages) throws Exception {
        String message = "x".repeat(size);
        for (int sent = 0; sent < messages; sent++) {
            try {
                socket.sendText(message, true).get(1, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                return true;
            }
        }
        return false;
    }
}
