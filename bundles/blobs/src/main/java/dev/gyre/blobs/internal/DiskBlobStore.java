package dev.gyre.blobs.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.files.PrivateFiles;
import dev.gyre.blobs.Blob;
import dev.gyre.blobs.BlobSource;
import dev.gyre.blobs.BlobStore;
import dev.gyre.blobs.Digest;
import dev.gyre.blobs.Progress;

/**
 * A store in a folder of the user's own: {@code sha256/<hex>} are blobs, {@code partial/<hex>} what has come of others,
 * {@code names/<hex>} what names stood for, {@code locks/<digits>} keeps processes apart. A blob is moved to its place when it is
 * whole. Nothing is trusted because it is there: whatever is handed out is hashed on the way.
 */
public final class DiskBlobStore implements BlobStore {
    /** What {@link #bytes} gives at most; larger blobs are staged. */
    private static final long MAX_IN_MEMORY = 64L << 20;
    private static final Logger LOG = LoggerFactory.getLogger(DiskBlobStore.class);

    private final Path blobs;
    private final Path partial;
    private final Path names;
    private final Stripes stripes;
    private final Trim trim;
    private final Duration pause;

    private DiskBlobStore(Path folder, long maxBytes, Duration pause) throws IOException {
        blobs = made(folder, "sha256");
        partial = made(folder, "partial");
        names = made(folder, "names");
        stripes = new Stripes(made(folder, "locks"));
        trim = new Trim(blobs, partial, names, stripes, maxBytes);
        this.pause = pause;
    }

    /**
     * @param maxBytes of all blobs
     * @param pause    before a source that failed is asked again; it doubles each time
     * @throws GyreException when the folder cannot be used safely
     */
    public static DiskBlobStore in(Path folder, long maxBytes, Duration pause) {
        try {
            PrivateFiles.folder(folder);
            return new DiskBlobStore(folder, maxBytes, pause);
        } catch (IOException e) {
            throw new GyreException("the store of what was pulled cannot be used: " + folder + ": " + e.getMessage(), e);
        }
    }

    private static Path made(Path folder, String name) throws IOException {
        Path made = folder.resolve(name);
        PrivateFiles.folder(made);
        return made;
    }

    private Path at(Digest digest) {
        return blobs.resolve(digest.hex());
    }

    @Override
    public void stage(Blob blob, BlobSource source, Path target, Staging how, Progress progress) {
        run(blob, () -> ensure(blob, source, progress, () -> {
                if (how == Staging.LINK && verified(blob.digest()) && linked(at(blob.digest()), target)) {
                    return true;
                }
                boolean same;
                try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                    same = copied(blob.digest(), out);
                }
                if (!same) {
                    Files.delete(target);
                }
                return same;
            }));
    }

    @Override
    public byte[] bytes(Blob blob, BlobSource source, Progress progress) {
        if (blob.size() > MAX_IN_MEMORY) {
            throw new GyreException(blob.name() + " has " + blob.size() + " bytes; at most " + MAX_IN_MEMORY + " are allowed here");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream((int) blob.size());
        run(blob, () -> ensure(blob, source, progress, () -> {
                out.reset();
                return copied(blob.digest(), out);
            }));
        return out.toByteArray();
    }

    @Override
    public Optional<byte[]> find(Digest digest) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            return Files.exists(at(digest)) && Files.size(at(digest)) <= MAX_IN_MEMORY && copied(digest, out) ? Optional.of(out.toByteArray()) : Optional.empty();
        } catch (IOException e) {
            LOG.warn("a blob cannot be read from the store: {}", e.toString());
            return Optional.empty();
        }
    }

    @Override
    public OptionalLong size(Digest digest) {
        try {
            return OptionalLong.of(Files.size(at(digest)));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    @Override
    public Digest put(byte[] content) {
        Digest digest = Digest.of(content);
        Blob blob = new Blob(digest, content.length, digest.toString());
        run(blob, () -> {
            PrivateFiles.replace(at(digest), content);
            return blob.size();
        });
        return digest;
    }

    @Override
    public void remember(String name, Digest digest) {
        try {
            PrivateFiles.replace(nameFile(name), (digest + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("what {} stands for is not remembered: {}", name, e.toString());
        }
    }

    @Override
    public Optional<Digest> recall(String name) {
        try {
            String[] lines = Files.readString(nameFile(name)).split("\n");
            return lines.length == 2 && lines[1].equals(name) ? Optional.of(Digest.parse(lines[0])) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | GyreException e) {
            LOG.warn("what {} stood for is not known any more: {}", name, e.toString());
            return Optional.empty();
        }
    }

    private Path nameFile(String name) {
        return names.resolve(Digest.of(name.getBytes(StandardCharsets.UTF_8)).hex());
    }

    /** @param work on the blob, under its lock; gives the bytes it added to the store */
    private void run(Blob blob, Stripes.Work<Long> work) {
        try {
            long added = stripes.exclusively(blob.digest(), work);
            if (added > 0) {
                trim.added(added);
            }
        } catch (IOException e) {
            throw new GyreException("cannot get " + blob.name() + ": " + (e.getMessage() == null ? e : e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GyreException("getting " + blob.name() + " was interrupted", e);
        }
    }

    /** Hands the blob out, fetching it before if that does not succeed. The blob's lock is held. Gives the bytes that were added. */
    private long ensure(Blob blob, BlobSource source, Progress progress, HandOut handOut) throws IOException, InterruptedException {
        if (Files.exists(at(blob.digest()))) {
            if (Files.size(at(blob.digest())) == blob.size() && handOut.run()) {
                progress.moved(blob.size());
                return 0;
            }
            LOG.warn("{} is damaged in the store ({}), or another size was announced for it; it is fetched again", blob.name(), blob.digest());
            Files.delete(at(blob.digest()));
        }
        Path file = partial.resolve(blob.digest().hex());
        new Download(blob, source, file, progress, pause).run();
        Files.move(file, at(blob.digest()), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (!handOut.run()) {
            throw new IOException("it was damaged as soon as it was stored in " + blobs);
        }
        return blob.size();
    }

    private interface HandOut {
        /** @return whether what was handed out was the blob; nothing was if not */
        boolean run() throws IOException;
    }

    private boolean verified(Digest digest) throws IOException {
        return copied(digest, OutputStream.nullOutputStream());
    }

    /** Copies what is stored, and says whether that is there and what it should be. */
    private boolean copied(Digest digest, OutputStream out) throws IOException {
        MessageDigest sha256 = Digest.sha256();
        try (InputStream in = Files.newInputStream(at(digest))) {
            in.transferTo(new DigestOutputStream(out, sha256));
        } catch (NoSuchFileException e) {
            return false;
        }
        if (!Digest.of(sha256).equals(digest)) {
            return false;
        }
        Files.setLastModifiedTime(at(digest), FileTime.from(Instant.now()));
        return true;
    }

    private static boolean linked(Path file, Path target) {
        try {
            Files.createLink(target, file);
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false; // another file system, or one without links: a copy does
        }
    }
}
