package dev.gyre.host.http.internal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server that says exactly what a test wants, byte by byte. */
final class RawServer implements AutoCloseable {
    /** A request as it came over the wire. */
    record Seen(String head, String body, int connection) {
        String line() {
            return head.lines().findFirst().orElse("");
        }

        /** The value of a header, empty when it is absent. */
        String header(String name) {
            return head.lines().skip(1).filter(l -> l.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(l -> l.substring(name.length() + 1).strip()).findFirst().orElse("");
        }
    }

    /** Answers one request. The connection stays open until this throws or the client closes it. */
    interface Script {
        void answer(Seen request, OutputStream out) throws Exception;
    }

    private final ServerSocket listener;
    private final Script script;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    final List<Seen> seen = new CopyOnWriteArrayList<>();

    RawServer(Script script) throws IOException {
        this(new ServerSocket(0, 500, InetAddress.ofLiteral("127.0.0.1")), script);
    }

    RawServer(ServerSocket listener, Script script) {
        this.listener = listener;
        this.script = script;
        Thread.ofVirtual().start(this::accept);
    }

    /** A server that answers each path with the same bytes. */
    static RawServer saying(String response) throws IOException {
        return new RawServer((request, out) -> out.write(response.getBytes(StandardCharsets.ISO_8859_1)));
    }

    static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    int port() {
        return listener.getLocalPort();
    }

    InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), port());
    }

    Seen last() {
        return seen.getLast();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                int number = connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket, number));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                String head = head(in);
                if (head.isEmpty()) {
                    return;
                }
                Seen request = new Seen(head, "", number);
                String length = request.header("content-length");
                byte[] body = in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
                Seen whole = new Seen(head, new String(body, StandardCharsets.ISO_8859_1), number);
                seen.add(whole);
                script.answer(whole, socket.getOutputStream());
                socket.getOutputStream().flush();
            }
        } catch (Exception e) {
            // The client left, or the script wanted the connection closed.
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder out = new StringBuilder();
        while (out.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                return "";
            }
            out.append((char) b);
        }
        return out.toString();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
