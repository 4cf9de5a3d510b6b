package dev.gyre.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

import org.HdrHistogram.Histogram;

/**
 * A closed loop over keep-alive HTTP/1.1 connections: each sends the next request when the last answer is complete. Written on
 * plain sockets so that the generator takes as little as possible of the cores it shares with the server.
 */
final class Load {
    private final URI uri;
    private final byte[] request;

    Load(URI uri) {
        this.uri = uri;
        this.request = ("GET " + uri.getRawPath() + " HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * What a run saw.
     *
     * @param latencies in nanoseconds
     */
    record Result(long requests, Duration time, Histogram latencies) {
        double perSecond() {
            return requests * 1e9 / time.toNanos();
        }

        double micros(double percentile) {
            return latencies.getValueAtPercentile(percentile) / 1e3;
        }
    }

    /** Told of each answer by one connection's thread. */
    interface Observer {
        /** Both in nanoseconds, the first as {@link System#nanoTime}. */
        void answered(long at, long latency);
    }

    /** Goes on over one connection until told to end; any answer but a complete 200 ends it with an exception. */
    void connection(BooleanSupplier goOn, Observer observer) throws IOException {
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream(), 16 << 10);
            long sent = System.nanoTime();
            while (goOn.getAsBoolean()) {
                out.write(request);
                answer(in);
                long now = System.nanoTime();
                observer.answered(now, now - sent);
                sent = now;
            }
        }
    }

    /** Runs for a while; any answer but a complete 200 ends the run with an exception. */
    Result run(int connections, Duration time) throws IOException, InterruptedException {
        long start = System.nanoTime();
        long end = start + time.toNanos();
        Histogram all = new Histogram(3);
        try (var threads = Executors.newFixedThreadPool(connections)) {
            List<Future<Histogram>> runs = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                runs.add(threads.submit(() -> connection(end)));
            }
            for (Future<Histogram> run : runs) {
                all.add(run.get());
            }
        } catch (ExecutionException e) {
            throw new IOException(uri + ": " + e.getCause(), e.getCause());
        }
        return new Result(all.getTotalCount(), Duration.ofNanos(System.nanoTime() - start), all);
    }

    private Histogram connection(long end) throws IOException {
        Histogram latencies = new Histogram(3);
        connection(() -> System.nanoTime() < end, (at, latency) -> latencies.recordValue(latency));
        return latencies;
    }

    private static void answer(InputStream in) throws IOException {
        String status = line(in);
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException("answered " + status);
        }
        int length = -1;
        boolean chunked = false;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(header.substring(15).trim());
            }
            chunked |= header.regionMatches(true, 0, "transfer-encoding: chunked", 0, 26);
        }
        if (chunked) {
            do {
                length = Integer.parseInt(line(in), 16);
                in.skipNBytes(length);
                line(in);
            } while (length > 0);
        } else if (length < 0) {
            throw new IOException("neither a content-length nor chunks");
        } else {
            in.skipNBytes(length);
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("connection closed in the head");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
