package dev.gyre.loader.bindle.internal;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.gyre.api.GyreException;
import dev.gyre.bindle.BindleId;
import dev.gyre.bindle.Label;
import dev.gyre.blobs.BlobSource;
import dev.gyre.blobs.http.RegistryClient;
import dev.gyre.blobs.http.RegistryClient.Call;
import dev.gyre.blobs.http.Reply;
import dev.gyre.blobs.http.StatusException;
import dev.gyre.blobs.http.UnreachableException;

/** A Bindle server's HTTP API ({@code docs/protocol-spec.md} of bindle 0.8). Thread-safe; blocks. */
public final class HttpSource implements BindleSource {
    static final int MAX_INVOICE = 8 << 20;
    private static final int MAX_ERROR = 16 << 10;
    private static final String TOML = "application/toml";
    private static final Pattern ERROR = Pattern.compile("(?m)^\\s*error\\s*=\\s*[\"'](.{1,300}?)[\"']\\s*$");

    private final URI server;
    private final RegistryClient client;

    /** @param server where the API is, with any path before {@code _i} */
    HttpSource(URI server, RegistryClient client) {
        this.server = server;
        this.client = client;
    }

    @Override
    public String name() {
        return server.toString();
    }

    private URI at(String path) {
        return URI.create(server.toString().replaceAll("/+$", "") + path);
    }

    private static String path(BindleId id) {
        return "/_i/" + encoded(id);
    }

    private static String encoded(BindleId id) {
        try {
            return new URI(null, null, "/" + id, null).getRawPath().substring(1).replace("+", "%2B");
        } catch (java.net.URISyntaxException e) {
            throw new GyreException("the bindle id " + id + " cannot be part of a URL", e);
        }
    }

    @Override
    public Optional<byte[]> invoice(BindleId id) {
        return invoice(id, "");
    }

    /** An invoice, also of a bindle that was yanked. */
    public Optional<byte[]> anyInvoice(BindleId id) {
        return invoice(id, "?yanked=true");
    }

    private Optional<byte[]> invoice(BindleId id, String query) {
        Reply reply = client.send(Call.get(at(path(id) + query)).with("Accept", TOML));
        return switch (reply.status()) {
            case 200 -> Optional.of(RegistryClient.document(reply, MAX_INVOICE));
            case 404 -> {
                reply.close();
                yield Optional.empty();
            }
            default -> throw failure(reply, "the bindle " + id);
        };
    }

    @Override
    public BlobSource parcel(BindleId id, Label label) {
        return client.source(Call.get(at(path(id) + "@" + label.sha256())).with("Accept", "*/*"),
                reply -> failure(reply, "parcel " + label.name() + " of the bindle " + id));
    }

    /**
     * Creates a bindle.
     *
     * @return what the server answered: the invoice as it keeps it, and labels of the parcels it wants
     */
    public byte[] create(BindleId id, String invoice) {
        Reply reply = client.send(Call.get(at("/_i")).method("POST").with("Content-Type", TOML).with("Accept", TOML)
                .body(invoice.getBytes(StandardCharsets.UTF_8)));
        if (reply.status() != 201 && reply.status() != 202) {
            throw failure(reply, "the bindle " + id);
        }
        return RegistryClient.document(reply, MAX_INVOICE);
    }

    /** Labels of parcels that were never uploaded. */
    public byte[] missing(BindleId id) {
        Reply reply = client.send(Call.get(at("/_r/missing/" + encoded(id))).with("Accept", TOML));
        if (reply.status() != 200) {
            throw failure(reply, "the bindle " + id);
        }
        return RegistryClient.document(reply, MAX_INVOICE);
    }

    /** Uploads a parcel; that it is there already is no failure. */
    public void upload(BindleId id, Label label, java.net.http.HttpRequest.BodyPublisher content) {
        Reply reply = client.send(Call.get(at(path(id) + "@" + label.sha256())).method("POST")
                .with("Content-Type", "application/octet-stream").with("Accept", TOML).body(content, label.size()));
        if (reply.status() != 200 && reply.status() != 201 && reply.status() != 409) {
            throw failure(reply, "parcel " + label.name() + " of the bindle " + id);
        }
        reply.close();
    }

    private RuntimeException failure(Reply reply, String what) {
        int status = reply.status();
        String said = "";
        try {
            Matcher error = ERROR.matcher(new String(RegistryClient.document(reply, MAX_ERROR), StandardCharsets.UTF_8));
            said = error.find() ? " (" + error.group(1) + ")" : "";
        } catch (GyreException e) {
            // the status says enough
        }
        String where = "the Bindle server " + name();
        if (status >= 500 || status == 429) {
            return new UnreachableException(where + " cannot answer about " + what + " now: it answered " + status + said, null);
        }
        return new StatusException(status, switch (status) {
            case 401 -> where + " wants to know who asks: say --bindle-username and --bindle-password, or correct them" + said;
            case 403 -> where + " refuses " + what + ": access denied, or the bindle was yanked" + said;
            case 404 -> where + " has no " + what.replaceFirst("^the ", "") + said;
            case 409 -> what + " is on " + where + " already, and a bindle never changes; give it another version" + said;
            default -> where + " answered " + status + " when asked about " + what + said;
        });
    }

    @Override
    public void close() {
        client.close();
    }
}
