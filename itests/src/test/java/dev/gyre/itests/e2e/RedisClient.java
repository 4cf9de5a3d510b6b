package dev.gyre.itests.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** As much of {@code redis-cli} as the tests need: commands whose answer is one line. Stateless. */
public final class RedisClient {
    private RedisClient() {
    }

    /** What {@code redis-cli} prints when its output is no terminal. */
    public static String command(int port, List<String> words) throws IOException {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            StringBuilder out = new StringBuilder("*" + words.size() + "\r\n");
            words.forEach(w -> out.append('$').append(w.getBytes(StandardCharsets.UTF_8).length).append("\r\n").append(w).append("\r\n"));
            OutputStream stream = socket.getOutputStream();
            stream.write(out.toString().getBytes(StandardCharsets.UTF_8));
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String line = in.readLine();
            return switch (line.charAt(0)) {
                case '$' -> line.equals("$-1") ? "\n" : in.readLine() + "\n";
                case '+', ':', '-' -> line.substring(1) + "\n";
                default -> throw new IOException("no answer of one line: " + line);
            };
        }
    }
}
