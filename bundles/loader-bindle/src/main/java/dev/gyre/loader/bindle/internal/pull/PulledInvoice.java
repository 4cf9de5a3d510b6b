package dev.gyre.loader.bindle.internal.pull;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.loader.ManifestReader;
import dev.gyre.bindle.BindleId;
import dev.gyre.bindle.Invoice;
import dev.gyre.blobs.BlobStore;
import dev.gyre.blobs.Digest;
import dev.gyre.blobs.http.UnreachableException;
import dev.gyre.loader.bindle.internal.BindleSource;

/** Gets invoices, from the store when the server cannot be asked. Stateless. */
final class PulledInvoice {
    private static final Logger LOG = LoggerFactory.getLogger(PulledInvoice.class);

    private PulledInvoice() {
    }

    /** @throws GyreException when there is none, or it is another bindle's */
    static Invoice of(BindleId id, BindleSource source, BlobStore store, ManifestReader reader) {
        String name = "bindle " + source.name() + " " + id;
        byte[] text;
        boolean fresh = true;
        try {
            text = source.invoice(id).orElseThrow(() -> new GyreException("there is no bindle " + id + " at " + source.name()));
        } catch (UnreachableException e) {
            text = store.recall(name).flatMap(store::find).orElseThrow(() -> e);
            fresh = false;
            LOG.warn("{}; the bindle {} is taken from what was pulled before, which is the same, as bindles never change", e.getMessage(), id);
        }
        Invoice invoice = read(text, id, source, reader);
        if (fresh) {
            Digest digest = store.put(text);
            if (!store.recall(name).equals(Optional.of(digest))) {
                store.remember(name, digest);
            }
        }
        return invoice;
    }

    private static Invoice read(byte[] text, BindleId id, BindleSource source, ManifestReader reader) {
        Invoice invoice = Invoice.read(reader.listing(new String(text, StandardCharsets.UTF_8), "invoice of " + id + " from " + source.name()));
        if (!invoice.id().equals(id)) {
            throw new GyreException(source.name() + " was asked for the bindle " + id + " and sent " + invoice.id());
        }
        return invoice;
    }
}
