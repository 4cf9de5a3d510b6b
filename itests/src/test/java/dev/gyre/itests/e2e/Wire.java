package dev.gyre.itests.e2e;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One HTTP/1.1 connection, byte for byte: what client libraries tidy up, attackers do not. For one thread. */
final class Wire implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 120_000;

    private final Socket socket;
    private final InputStream in;

    /**
     * @param lines    the status line and the fields, in order
     * @param trailers the fields behind the body
     */
    record Answer(List<String> lines, byte[] body, List<String> trailers) {
        int status() {
            return Integer.parseInt(lines.getFirst().split(" ")[1]);
        }

        /** Values of a field, in order. */
        List<String> all(String name) {
            return lines.stream().skip(1).filter(l -> l.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(l -> l.substring(name.length() + 1).strip()).toList();
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    Wire(URI server) throws IOException {
        socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new java.io.BufferedInputStream(socket.getInputStream());
    }

    /** Sends a request and reads its answer, on a connection of its own. */
    static Answer exchange(URI server, String request) throws IOException {
        try (Wire wire = new Wire(server)) {
            return wire.send(request).read(request.startsWith("HEAD "));
        }
    }

    /** @param text one byte for each character; a line feed in the text of a block is no CR LF */
    Wire send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Wire send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Whether there is something to read. */
    boolean answered() throws IOException {
        return in.available() > 0;
    }

    /** Whether the server closes the connection without another byte. */
    boolean closed() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketException e) {
            return true;
        }
    }

    Answer read() throws IOException {
        return read(false);
    }

    /** Reads no more than the head. */
    Answer readHead() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            lines.add(line);
        }
        return new Answer(List.copyOf(lines), new byte[0], List.of());
    }

    /** Reads the next so many bytes of a chunked body, of as many chunks as they came in; chunks must end where they do. The last line end may come later. */
    byte[] readChunks(int bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (out.size() < bytes) {
            out.write(exactly(chunkSize()));
        }
        return out.toByteArray();
    }

    /** Reads the line before a chunk, and the end of the chunk before it if nobody has. */
    private int chunkSize() throws IOException {
        String line = line();
        return Integer.parseInt(line.isEmpty() ? line() : line, 16);
    }

    /** Reads the rest of a chunked body. */
    byte[] readRest() throws IOException {
        return readRest(new ArrayList<>());
    }

    /** @param trailers gets the fields behind it */
    private byte[] readRest(List<String> trailers) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            out.write(exactly(size));
        }
        for (String line = line(); !line.isEmpty(); line = line()) {
            trailers.add(line);
        }
        return out.toByteArray();
    }

    /** @param head whether the request was HEAD */
    Answer read(boolean head) throws IOException {
        Answer answer = readHead();
        int status = answer.status();
        if (head || status == 204 || status == 304 || status < 200) {
            return answer;
        }
        List<String> trailers = new ArrayList<>();
        return new Answer(answer.lines, body(answer, trailers), trailers);
    }

    private byte[] body(Answer answer, List<String> trailers) throws IOException {
        if (!answer.all("transfer-encoding").isEmpty()) {
            return readRest(trailers);
        }
        List<String> length = answer.all("content-length");
        return length.isEmpty() ? in.readAllBytes() : exactly(Integer.parseInt(length.getFirst()));
    }

    private byte[] exactly(int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException("the connection ended after " + bytes.length + " of " + size + " bytes");
        }
        return bytes;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection ended within a head: " + line);
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
