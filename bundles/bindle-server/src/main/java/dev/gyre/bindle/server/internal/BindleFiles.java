package dev.gyre.bindle.server.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.loader.ManifestReader;
import dev.gyre.bindle.BindleId;
import dev.gyre.bindle.Invoice;
import dev.gyre.bindle.Label;
import dev.gyre.bindle.Parcel;

/**
 * Bindles in a folder, laid out as the reference server does ({@code docs/file-layout.md}), so that its folders can be served too:
 * {@code invoices/<sha>/invoice.toml} and {@code parcels/<sha>/parcel.dat}. What is there is whole. Thread-safe; blocks on the disk.
 */
final class BindleFiles {
    private static final Logger LOG = LoggerFactory.getLogger(BindleFiles.class);
    private static final String PART = ".part";
    private static final int BUFFER = 1 << 16;

    private final Path invoices;
    private final Path parcels;
    private final Path parts;
    private final ManifestReader reader;
    private final ReentrantLock yanking = new ReentrantLock();

    BindleFiles(Path folder, ManifestReader reader) {
        this.reader = reader;
        try {
            invoices = Files.createDirectories(folder.resolve("invoices"));
            parcels = Files.createDirectories(folder.resolve("parcels"));
            parts = Files.createDirectories(folder.resolve("parts"));
            removeParts();
        } catch (IOException e) {
            throw new GyreException("cannot keep bindles in " + folder + ": " + e, e);
        }
    }

    /** What uploads left that never ended. */
    private void removeParts() throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(parts, "*" + PART)) {
            for (Path part : left) {
                Files.delete(part);
            }
        }
    }

    private Path invoiceFile(BindleId id) {
        return invoices.resolve(id.sha()).resolve("invoice.toml");
    }

    private Path parcelFile(String sha256) {
        return parcels.resolve(sha256).resolve("parcel.dat");
    }

    /** Keeps a new bindle. */
    void create(Invoice invoice) throws IOException {
        if (invoice.yanked()) {
            throw new Refusal(422, "bindle cannot be created as yanked");
        }
        Path file = invoiceFile(invoice.id());
        Files.createDirectories(file.getParent());
        Path part = Files.createTempFile(parts, "invoice", PART);
        try {
            Files.writeString(part, invoice.toToml());
            Files.createLink(file, part); // fails when there is one, and is never half
        } catch (FileAlreadyExistsException e) {
            throw Refusal.exists();
        } finally {
            Files.delete(part);
        }
    }

    /** A bindle, yanked or not. */
    Invoice invoice(BindleId id) throws IOException {
        return read(invoiceFile(id));
    }

    private Invoice read(Path file) throws IOException {
        try {
            return Invoice.read(reader.listing(Files.readString(file), file.toString()));
        } catch (NoSuchFileException e) {
            throw Refusal.notFound();
        }
    }

    /** Takes a bindle out of circulation, for ever. */
    void yank(BindleId id) throws IOException {
        yanking.lock();
        try {
            Invoice invoice = invoice(id);
            Path part = Files.createTempFile(parts, "invoice", PART);
            Files.writeString(part, invoice.yank().toToml());
            Files.move(part, invoiceFile(id), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            yanking.unlock();
        }
    }

    /** All bindles, in the order of their names and versions. */
    List<Invoice> all() throws IOException {
        List<Invoice> all = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(invoices)) {
            for (Path folder : folders) {
                Path file = folder.resolve("invoice.toml");
                try {
                    if (Files.exists(file)) {
                        all.add(read(file));
                    }
                } catch (GyreException | IOException e) {
                    LOG.warn("{} is left out of what is found: {}", file, e.toString());
                }
            }
        }
        all.sort(Comparator.comparing((Invoice i) -> i.id().name()).thenComparing(i -> i.id().version()));
        return all;
    }

    List<Label> missing(Invoice invoice) {
        return invoice.parcels().stream().map(Parcel::label).filter(label -> !Files.exists(parcelFile(label.sha256()))).distinct().toList();
    }

    /** The content of a parcel; nothing has been uploaded yet when the file is not there. */
    Path parcel(Label label) {
        Path file = parcelFile(label.sha256());
        if (!Files.exists(file)) {
            throw Refusal.notFound();
        }
        return file;
    }

    /** Keeps the content of a parcel, after it was seen to be what the label says. */
    void upload(Label label, InputStream content) throws IOException {
        Path file = parcelFile(label.sha256());
        if (Files.exists(file)) {
            throw Refusal.exists();
        }
        Path part = Files.createTempFile(parts, "parcel", PART);
        try {
            String got = copy(content, part, label.size());
            if (!got.equals(label.sha256())) {
                throw new Refusal(400, "digest does not match");
            }
            Files.createDirectories(file.getParent());
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static String copy(InputStream content, Path into, long size) throws IOException {
        MessageDigest sha256 = sha256();
        long sum = 0;
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(into), sha256)) {
            byte[] buffer = new byte[BUFFER];
            for (int n = content.read(buffer); n >= 0 && sum <= size; n = content.read(buffer)) {
                out.write(buffer, 0, n);
                sum += n;
            }
        }
        if (sum != size) {
            throw new Refusal(400, "parcel size does not match invoice");
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** An invoice somebody sent. */
    Invoice parse(byte[] text) {
        try {
            return Invoice.read(reader.listing(new String(text, StandardCharsets.UTF_8), "invoice"));
        } catch (GyreException e) {
            throw new Refusal(400, "the invoice is malformed: " + e.getMessage());
        }
    }
}
