package dev.gyre.bindle.server.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import dev.gyre.api.GyreException;
import dev.gyre.bindle.BindleId;
import dev.gyre.bindle.Invoice;
import dev.gyre.bindle.Label;
import dev.gyre.bindle.Parcel;

/** The protocol ({@code docs/protocol-spec.md} of bindle 0.8), whatever brings the requests. Thread-safe; blocks on the disk. */
final class BindleApi {
    private static final int MAX_INVOICE = 8 << 20;

    private final BindleFiles files;
    private final long maxParcel;

    BindleApi(BindleFiles files, long maxParcel) {
        this.files = files;
        this.maxParcel = maxParcel;
    }

    /**
     * A request.
     *
     * @param path      decoded, from {@code /_} on
     * @param type      of the body
     * @param parameter gives a parameter of the URL, empty when it is absent
     */
    record Call(String method, String path, String type, Function<String, String> parameter, InputStream body) {
    }

    /** @throws Refusal when the protocol forbids it */
    Answer answer(Call call) throws IOException {
        boolean get = call.method().equals("GET") || call.method().equals("HEAD");
        if (call.path().equals("/_i") || call.path().equals("/_i/")) {
            return call.method().equals("POST") ? create(call) : refuseMethod();
        }
        if (call.path().equals("/_q")) {
            return get ? Answer.toml(200, Query.of(call.parameter()).answer(files.all())) : refuseMethod();
        }
        if (call.path().startsWith("/_r/missing/")) {
            return get ? missing(id(call.path().substring("/_r/missing/".length()))) : refuseMethod();
        }
        if (!call.path().startsWith("/_i/")) {
            throw new Refusal(404, "not found");
        }
        String[] parts = call.path().substring("/_i/".length()).split("@", -1);
        if (parts.length > 2) {
            throw new Refusal(400, "Invalid URL. Missing Bindle ID and/or parcel SHA");
        }
        BindleId id = id(parts[0]);
        return parts.length == 1 ? ofInvoice(call, id, get) : ofParcel(call, id, parts[1], get);
    }

    private static Answer refuseMethod() {
        throw new Refusal(405, "method not allowed");
    }

    private static BindleId id(String text) {
        try {
            return BindleId.parse(text);
        } catch (GyreException e) {
            throw new Refusal(400, "invalid ID given: " + e.getMessage());
        }
    }

    private Answer create(Call call) throws IOException {
        if (!call.type().replaceAll(";.*", "").strip().equalsIgnoreCase("application/toml")) {
            throw new Refusal(400, "Request body toml deserialize error: content-type is not TOML");
        }
        byte[] text = call.body().readNBytes(MAX_INVOICE + 1);
        if (text.length > MAX_INVOICE) {
            throw new Refusal(413, "an invoice has at most " + MAX_INVOICE + " bytes");
        }
        Invoice invoice = files.parse(text);
        if (invoice.parcels().stream().anyMatch(p -> p.label().size() > maxParcel)) {
            throw new Refusal(413, "a parcel has at most " + maxParcel + " bytes");
        }
        List<String> groups = invoice.groups().stream().map(g -> g.name()).toList();
        invoice.parcels().stream().flatMap(p -> p.conditions().stream()).flatMap(c -> c.memberOf().stream()).filter(g -> !groups.contains(g)).findFirst()
                .ifPresent(g -> {
                    throw new Refusal(400, "a parcel is member of the group \"" + g + "\", which the invoice does not have");
                });
        files.create(invoice);
        List<Label> missing = files.missing(invoice);
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("invoice", invoice.toTable());
        if (!missing.isEmpty()) {
            out.put("missing", missing.stream().map(Label::toTable).toList());
        }
        return Answer.toml(missing.isEmpty() ? 201 : 202, out);
    }

    private Answer ofInvoice(Call call, BindleId id, boolean get) throws IOException {
        if (get) {
            return Answer.toml(200, visible(id, Query.flag(call.parameter().apply("yanked"))).toTable());
        }
        if (call.method().equals("DELETE")) {
            files.yank(id);
            return Answer.toml(200, Map.of("message", "invoice yanked"));
        }
        return refuseMethod();
    }

    private Invoice visible(BindleId id, boolean yankedToo) throws IOException {
        Invoice invoice = files.invoice(id);
        if (invoice.yanked() && !yankedToo) {
            throw new Refusal(403, "bindle is yanked");
        }
        return invoice;
    }

    private Answer ofParcel(Call call, BindleId id, String sha256, boolean get) throws IOException {
        // parcels are not yanked, but who may not have the bindle uploads nothing to it
        Invoice invoice = visible(id, get);
        Optional<Label> label = invoice.parcels().stream().map(Parcel::label).filter(l -> l.sha256().equals(sha256)).findFirst();
        if (label.isEmpty()) {
            throw Refusal.notFound();
        }
        if (get) {
            return Answer.file(label.get().mediaType(), files.parcel(label.get()));
        }
        if (call.method().equals("POST")) {
            files.upload(label.get(), call.body());
            return Answer.toml(200, Map.of("message", "parcel created"));
        }
        return refuseMethod();
    }

    private Answer missing(BindleId id) throws IOException {
        return Answer.toml(200, Map.of("missing", files.missing(visible(id, false)).stream().map(Label::toTable).toList()));
    }
}
