import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;

/** Sends each argument behind the address as a message, "0x..." as bytes, and prints what comes back: java Ask.java ws://... MESSAGE... */
public class Ask {
    public static void main(String[] args) throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        WebSocket.Listener printer = new WebSocket.Listener() {
            private final StringBuilder text = new StringBuilder();
            private int answers = args.length - 1;

            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
                text.append(part);
                return last ? answered(socket, text.toString()) : more(socket);
            }

            @Override
            public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
                byte[] bytes = new byte[part.remaining()];
                part.get(bytes);
                text.append(HexFormat.of().formatHex(bytes));
                return last ? answered(socket, "0x" + text) : more(socket);
            }

            private CompletionStage<?> answered(WebSocket socket, String answer) {
                System.out.println(answer);
                text.setLength(0);
                if (--answers == 0) {
                    socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
                }
                return more(socket);
            }

            private CompletionStage<?> more(WebSocket socket) {
                socket.request(1);
                return null;
            }

            @Override
            public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                if (code != WebSocket.NORMAL_CLOSURE) {
                    System.out.println("closed with " + code + ": " + reason);
                }
                closed.countDown();
                return null;
            }

            @Override
            public void onError(WebSocket socket, Throwable error) {
                System.out.println("failed: " + error);
                closed.countDown();
            }
        };
        WebSocket socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(URI.create(args[0]), printer).join();
        for (int i = 1; i < args.length; i++) {
            String message = args[i];
            if (message.startsWith("0x")) {
                socket.sendBinary(ByteBuffer.wrap(HexFormat.of().parseHex(message.substring(2))), true).join();
            } else {
                socket.sendText(message, true).join();
            }
        }
        closed.await();
    }
}
