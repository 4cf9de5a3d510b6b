package dev.gyre.loader.bindle.internal.push;

import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.gyre.api.GyreException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.loader.ManifestReader;
import dev.gyre.bindle.BindleId;
import dev.gyre.bindle.Invoice;
import dev.gyre.bindle.Label;
import dev.gyre.blobs.Progress;
import dev.gyre.loader.bindle.internal.HttpSource;

/** Sends bindles to a server: the invoice first, then those parcels the server has not. Stateless; blocks on the network. */
final class BindlePusher {
    private final HttpSource server;
    private final ManifestReader reader;

    BindlePusher(HttpSource server, ManifestReader reader) {
        this.server = server;
        this.reader = reader;
    }

    /** @throws GyreException when the server has another bindle of that id, or refuses this one */
    void push(Expansion expansion, Progress progress) {
        Invoice invoice = expansion.invoice();
        Optional<byte[]> existing = server.anyInvoice(invoice.id());
        Set<String> missing = existing.isPresent() ? unfinished(invoice, existing.get()) : created(invoice);
        for (Part part : expansion.parts()) {
            Label label = part.parcel().label();
            if (missing.remove(label.sha256())) {
                server.upload(invoice.id(), label, content(part.content()));
            }
            progress.moved(label.size());
        }
        if (!missing.isEmpty()) {
            throw new GyreException(server.name() + " wants parcels that are not in the invoice: " + missing);
        }
    }

    private Set<String> created(Invoice invoice) {
        return labels(server.create(invoice.id(), invoice.toToml()));
    }

    /** What is left of a push that broke off. */
    private Set<String> unfinished(Invoice invoice, byte[] existing) {
        BindleId id = invoice.id();
        Invoice there = Invoice.read(table(existing));
        Set<String> missing = there.yanked() || !there.parcels().equals(invoice.parcels()) ? Set.of() : labels(server.missing(id));
        if (missing.isEmpty()) {
            throw new GyreException("the bindle " + id + " already exists on the server " + server.name()
                    + ", and a bindle never changes; give the application another version, or use --buildinfo");
        }
        return missing;
    }

    private Set<String> labels(byte[] answer) {
        List<ConfigTable> missing = table(answer).tables("missing");
        return missing.stream().map(Label::read).map(Label::sha256).collect(Collectors.toSet());
    }

    private ConfigTable table(byte[] text) {
        return reader.listing(new String(text, StandardCharsets.UTF_8), "answer of " + server.name());
    }

    private static BodyPublisher content(Path file) {
        try {
            return BodyPublishers.ofFile(file);
        } catch (FileNotFoundException e) {
            throw new GyreException(file + " has disappeared", e);
        }
    }
}
