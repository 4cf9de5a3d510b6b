package dev.gyre.itests.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A TCP and a UDP server on the loopback that send back what they get, and keep it. Thread-safe. */
final class Peers implements AutoCloseable {
    private final ServerSocket tcp;
    private final DatagramSocket udp;
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    Peers() throws IOException {
        tcp = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        udp = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        Thread.ofVirtual().start(this::accept);
        Thread.ofVirtual().start(this::answer);
    }

    int tcpPort() {
        return tcp.getLocalPort();
    }

    int udpPort() {
        return udp.getLocalPort();
    }

    /** What came over one connection, whole; waits for it. */
    String heard() {
        try {
            return heard.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = tcp.accept();
                Thread.ofVirtual().start(() -> echo(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void echo(Socket socket) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (socket) {
            byte[] buffer = new byte[1000];
            for (int count = socket.getInputStream().read(buffer); count >= 0; count = socket.getInputStream().read(buffer)) {
                all.write(buffer, 0, count);
                socket.getOutputStream().write(buffer, 0, count);
            }
        } catch (IOException e) {
            // the guest is gone
        }
        heard.add(all.toString(StandardCharsets.UTF_8));
    }

    private void answer() {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[1000], 1000);
                udp.receive(packet);
                // Somebody the guest has not talked to comes first.
                try (DatagramSocket stranger = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
                    byte[] forged = "forged".getBytes(StandardCharsets.UTF_8);
                    stranger.send(new DatagramPacket(forged, forged.length, packet.getSocketAddress()));
                }
                udp.send(packet);
            }
        } catch (IOException e) {
            // closed
        }
    }

    @Override
    public void close() {
        try {
            tcp.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        udp.close();
    }
}
