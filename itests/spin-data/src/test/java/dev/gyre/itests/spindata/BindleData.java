package dev.gyre.itests.spindata;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.gyre.api.GyreException;
import dev.gyre.api.files.Folders;
import dev.gyre.api.loader.ManifestReader;
import dev.gyre.bindle.BindleId;
import dev.gyre.bindle.Invoice;
import dev.gyre.bindle.Label;
import dev.gyre.bindle.Parcel;
import dev.gyre.bindle.server.internal.BindleServer;
import dev.gyre.bindle.server.internal.BindleServerSettings;
import dev.gyre.blobs.Blob;
import dev.gyre.blobs.BlobStore;
import dev.gyre.blobs.Digest;
import dev.gyre.blobs.Progress;
import dev.gyre.blobs.http.RegistryRules;
import dev.gyre.blobs.internal.DiskBlobStore;
import dev.gyre.loader.bindle.internal.BindleSource;
import dev.gyre.loader.bindle.internal.HttpSource;
import dev.gyre.loader.bindle.internal.Sources;
import dev.gyre.manifest.internal.TomlManifestReader;

/** Bindles among the test data of deislabs/bindle and deislabs/wagi: every invoice is read and written again; whole ones go to our server and back. */
public final class BindleData {
    private final ManifestReader reader = new TomlManifestReader();
    private final List<String> problems = new ArrayList<>();
    private final Set<BindleId> pushed = new HashSet<>();
    private int invoices;
    private int parcels;

    private BindleData() {
    }

    /** @param arguments folders of copies of the repositories */
    public static void main(String[] arguments) throws IOException {
        BindleData data = new BindleData();
        Path temp = Files.createTempDirectory("gyre-bindle-data");
        try (BindleServer server = new BindleServer(new BindleServerSettings(temp.resolve("server"),
                new BindleServerSettings.Address("127.0.0.1", 0), Optional.empty(), false, 64 << 20), data.reader);
                HttpSource peer = Sources.http(Map.of(Sources.SERVER, server.url()))) {
            BlobStore store = DiskBlobStore.in(temp.resolve("store"), 1L << 30, Duration.ofSeconds(1));
            for (String folder : arguments) {
                for (Path file : files(Path.of(folder))) {
                    data.check(file, server.url(), peer, store);
                }
            }
        } finally {
            Folders.delete(temp);
        }
        data.problems.forEach(p -> System.out.println("   problem: " + p));
        System.out.println(data.invoices + " invoices read and written again, " + data.pushed.size() + " whole bindles with " + data.parcels
                + " parcels pushed to our server and pulled back, " + data.problems.size() + " problems");
        System.exit(data.problems.isEmpty() && data.invoices > 0 ? 0 : 1);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(f -> f.getFileName().toString().matches("(.*-)?invoice\\.toml")).sorted().toList();
        }
    }

    private void check(Path file, String server, HttpSource peer, BlobStore store) throws IOException {
        try {
            String text = Files.readString(file);
            Invoice invoice = Invoice.read(reader.listing(text, file.toString()));
            Invoice again = Invoice.read(reader.listing(invoice.toToml(), "written again"));
            if (!again.equals(invoice)) {
                problems.add(file + ": becomes another when it is written: " + again);
            }
            invoices++;
            Path folder = file.getParent();
            if (folder.getFileName().toString().matches("[0-9a-f]{64}") && !folder.getFileName().toString().equals(invoice.id().sha())) {
                problems.add(file + ": is in the folder of another id; that of " + invoice.id() + " is " + invoice.id().sha());
            }
            Map<Label, Path> contents = contents(folder.resolve("parcels"), invoice);
            if (!invoice.parcels().isEmpty() && !pushed.contains(invoice.id()) && contents.size() == invoice.parcels().stream().map(Parcel::label).distinct().count()) {
                roundTrip(invoice, text, contents, server, peer, store);
            }
        } catch (GyreException e) {
            problems.add(file + ": " + e.getMessage());
        }
    }

    /** The parcels that are there, whatever their files are called. */
    private static Map<Label, Path> contents(Path folder, Invoice invoice) throws IOException {
        Map<Label, Path> out = new LinkedHashMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.list(folder)) {
                for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                    String sha = Digest.of(Files.readAllBytes(file)).hex();
                    invoice.parcels().stream().map(Parcel::label).filter(l -> l.sha256().equals(sha)).forEach(l -> out.put(l, file));
                }
            }
        }
        return out;
    }

    private void roundTrip(Invoice invoice, String text, Map<Label, Path> contents, String server, HttpSource peer, BlobStore store) throws IOException {
        peer.create(invoice.id(), text);
        pushed.add(invoice.id());
        for (Map.Entry<Label, Path> parcel : contents.entrySet()) {
            peer.upload(invoice.id(), parcel.getKey(), BodyPublishers.ofFile(parcel.getValue()));
        }
        try (BindleSource source = Sources.open(Map.of(Sources.SERVER, server), RegistryRules.ANY)) {
            Invoice pulled = Invoice.read(reader.listing(new String(source.invoice(invoice.id()).orElseThrow()), "from the server"));
            if (!pulled.parcels().equals(invoice.parcels()) || !pulled.groups().equals(invoice.groups())) {
                problems.add(invoice.id() + ": comes back from the server as " + pulled);
            }
            for (Label label : contents.keySet()) {
                store.bytes(new Blob(new Digest(label.sha256()), label.size(), label.name()), source.parcel(invoice.id(), label), Progress.NONE);
                parcels++;
            }
        }
    }
}
