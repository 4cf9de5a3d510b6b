package dev.gyre.trigger.http.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A client without manners. */
public final class RawClient implements AutoCloseable {
    private final Socket socket;

    public RawClient(TestApp app) throws IOException {
        this(app.port());
    }

    RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
    }

    /** Sends bytes, one for each character, and gives all that comes back until the server closes. */
    public static String exchange(TestApp app, String bytes) throws IOException {
        return exchange(app.port(), bytes);
    }

    static String exchange(int port, String bytes) throws IOException {
        try (RawClient client = new RawClient(port)) {
            return client.send(bytes).readAll();
        }
    }

    public RawClient send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    public String readAll() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(out);
        } catch (SocketTimeoutException e) {
            out.writeBytes("<still open>".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            out.writeBytes("<reset>".getBytes(StandardCharsets.US_ASCII));
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    /** Reads until a text has come. */
    public String readUntil(String end) throws IOException {
        StringBuilder out = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (out.indexOf(end) < 0) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("closed after: " + out);
            }
            out.append((char) b);
        }
        return out.toString();
    }

    public Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
