package dev.gyre.blobs.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;

import dev.gyre.api.GyreException;
import dev.gyre.blobs.Blob;
import dev.gyre.blobs.BlobSource;
import dev.gyre.blobs.Digest;
import dev.gyre.blobs.Progress;

/** Fetches one blob into a file beside the store, going on where an earlier attempt stopped. For one thread at a time; blocks. */
final class Download {
    private static final int ATTEMPTS = 4;
    private static final int BUFFER = 1 << 16;

    private final Blob blob;
    private final BlobSource source;
    private final Path partial;
    private final Progress progress;
    private final Duration pause;

    /** @param pause before the second attempt; each further one waits twice as long */
    Download(Blob blob, BlobSource source, Path partial, Progress progress, Duration pause) {
        this.blob = blob;
        this.source = source;
        this.partial = partial;
        this.progress = progress;
        this.pause = pause;
    }

    /**
     * Brings the whole blob into the file.
     *
     * @throws IOException   when the source keeps failing; what has come stays for the next time
     * @throws GyreException when it sends something else than was announced
     */
    void run() throws IOException, InterruptedException {
        boolean resumed = Files.exists(partial);
        int failures = 0;
        while (true) {
            long before = length();
            try {
                if (attempt()) {
                    return;
                }
                if (!resumed) {
                    throw new GyreException(blob.name() + " has not the digest " + blob.digest() + ": the server sent other bytes than it announced");
                }
                resumed = false; // what was left of an earlier attempt may be at fault
            } catch (InterruptedIOException | ClosedByInterruptException e) {
                throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
            } catch (IOException e) {
                progress.moved(-length());
                failures = length() > before ? 1 : failures + 1;
                if (failures >= ATTEMPTS) {
                    throw e;
                }
                Thread.sleep(pause.multipliedBy(1L << (failures - 1)));
            }
        }
    }

    private long length() throws IOException {
        return Files.exists(partial) ? Files.size(partial) : 0;
    }

    /** @return whether the file now is the blob; when it is not, it is gone */
    private boolean attempt() throws IOException {
        long have = length();
        if (have > blob.size()) {
            Files.delete(partial);
            have = 0;
        }
        MessageDigest sha256 = Digest.sha256();
        if (have > 0) {
            hash(partial, sha256);
            progress.moved(have);
        }
        if (have < blob.size() || have == 0) {
            BlobSource.Part part = source.open(have);
            try (InputStream in = part.content()) {
                if (part.offset() != have) {
                    sha256 = Digest.sha256();
                    progress.moved(-have);
                    have = 0;
                }
                append(in, have, sha256);
            }
        }
        if (Digest.of(sha256).equals(blob.digest())) {
            return true;
        }
        Files.delete(partial);
        progress.moved(-blob.size());
        return false;
    }

    private void append(InputStream in, long have, MessageDigest sha256) throws IOException {
        long sum = have;
        try (OutputStream out = have == 0 ? Files.newOutputStream(partial)
                : Files.newOutputStream(partial, StandardOpenOption.APPEND)) {
            byte[] buffer = new byte[BUFFER];
            for (int n = read(in, buffer, sum); n >= 0; n = read(in, buffer, sum)) {
                sum += n;
                if (sum > blob.size()) {
                    throw tooLarge();
                }
                out.write(buffer, 0, n);
                sha256.update(buffer, 0, n);
                progress.moved(n);
            }
        }
        if (sum < blob.size()) {
            throw new IOException(ended(sum));
        }
    }

    /** What the client says of a connection that breaks off is no help. */
    private int read(InputStream in, byte[] buffer, long sum) throws IOException {
        try {
            return in.read(buffer);
        } catch (InterruptedIOException | ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(ended(sum) + " (" + e.getMessage() + ")", e);
        }
    }

    private String ended(long sum) {
        return "the transfer ended after " + sum + " of " + blob.size() + " bytes";
    }

    private GyreException tooLarge() throws IOException {
        Files.deleteIfExists(partial);
        return new GyreException(blob.name() + " is larger than the " + blob.size() + " bytes the server announced");
    }

    private static void hash(Path file, MessageDigest sha256) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha256.update(buffer, 0, n);
            }
        }
    }
}
