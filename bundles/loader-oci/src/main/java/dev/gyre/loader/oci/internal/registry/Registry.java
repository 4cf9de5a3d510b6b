package dev.gyre.loader.oci.internal.registry;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.gyre.api.GyreException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.blobs.BlobSource;
import dev.gyre.blobs.Digest;
import dev.gyre.blobs.http.Access;
import dev.gyre.blobs.http.RegistryClient;
import dev.gyre.blobs.http.RegistryClient.Call;
import dev.gyre.blobs.http.Reply;
import dev.gyre.blobs.http.StatusException;
import dev.gyre.blobs.http.UnreachableException;
import dev.gyre.locked.json.JsonReader;

/** One repository of a registry, by the OCI distribution specification 1.0. Thread-safe; blocks on the network. */
public final class Registry implements AutoCloseable {
    private static final int MAX_MANIFEST = 4 << 20;
    private static final int MAX_ERROR = 16 << 10;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ACCEPT = String.join(", ", ImageManifest.TYPE, ImageManifest.DOCKER, ImageManifest.INDEX, ImageManifest.DOCKER_LIST);

    private final ImageReference image;
    private final RegistryClient client;
    private final Authorizer authorizer;
    private final Access access;
    private volatile String scheme;

    /** @param insecure whether the registry need not prove who it is, nor speak TLS at all */
    public Registry(ImageReference image, Login login, boolean insecure) {
        this(image, login, new Access(insecure, Optional.empty()));
    }

    /** @param access says whether the registry need not prove who it is, nor speak TLS at all, and whether it is asked */
    public Registry(ImageReference image, Login login, Access access) {
        this.image = image;
        this.access = access;
        this.client = new RegistryClient(access, PATIENCE);
        this.authorizer = new Authorizer(client, login, image.registry());
    }

    /** A manifest, as it was sent, with the digest of just these bytes. */
    public record Manifest(byte[] json, Digest digest) {
    }

    private String base() {
        String known = scheme;
        if (known == null) {
            known = probe();
            scheme = known;
        }
        return known + "://" + image.host() + "/v2/";
    }

    /** Plain HTTP is for registries on this machine, and for those the user said need no proof. Nothing secret is said to find out. */
    private String probe() {
        if (access.offline()) {
            return "https"; // nobody will know, and finding out whether it is local may ask a name server
        }
        if (isLocal()) {
            return answers("http") ? "http" : "https";
        }
        return !access.insecure() || answers("https") ? "https" : "http";
    }

    /** A server that wants TLS and gets a request without answers 400, or nothing. */
    private boolean answers(String candidate) {
        try (Reply reply = client.send(Call.get(URI.create(candidate + "://" + image.host() + "/v2/")))) {
            return reply.status() != 400;
        } catch (GyreException e) {
            return false;
        }
    }

    private boolean isLocal() {
        try {
            return InetAddress.getByName(URI.create("x://" + image.host()).getHost()).isLoopbackAddress();
        } catch (UnknownHostException | IllegalArgumentException e) {
            return false;
        }
    }

    private URI at(String path) {
        return URI.create(base() + path);
    }

    private URI of(String path) {
        return at(image.repository() + "/" + path);
    }

    private String scope(String actions) {
        return "repository:" + image.repository() + ":" + actions;
    }

    /** Sends with what authorized us before; when that is refused, meets the challenge and sends once more. */
    private Reply send(Call call, String scope) {
        Reply reply = client.send(authorizer.known(scope).map(h -> call.with("Authorization", h)).orElse(call));
        if (reply.status() != 401 || !reply.isFrom(call.uri())) {
            return reply; // whoever we were sent on to may not ask who we are: a challenge says where to send the password
        }
        Optional<String> header = Challenge.of(reply.headers().allValues("WWW-Authenticate")).flatMap(c -> authorizer.meet(c, scope, call.uri()));
        if (header.isEmpty()) {
            return reply;
        }
        reply.close();
        return client.send(call.with("Authorization", header.get()));
    }

    /**
     * A manifest of this repository.
     *
     * @param reference a tag or a digest
     * @return nothing when there is none
     */
    public Optional<Manifest> manifest(String reference) {
        Reply reply = send(Call.get(of("manifests/" + reference)).with("Accept", ACCEPT), scope("pull"));
        if (reply.status() == 404) {
            reply.close();
            return Optional.empty();
        }
        if (reply.status() != 200) {
            throw failure(reply, "the manifest of " + image);
        }
        Optional<String> announced = reply.headers().firstValue("Docker-Content-Digest");
        byte[] json = RegistryClient.document(reply, MAX_MANIFEST);
        Digest digest = Digest.of(json);
        if (announced.filter(a -> a.startsWith("sha256:") && !a.equals(digest.toString())).isPresent()) {
            throw new GyreException(image.registry() + " sent a manifest of " + image + " that has not the digest it announced");
        }
        return Optional.of(new Manifest(json, digest));
    }

    /** A blob of this repository. */
    public BlobSource blob(Descriptor blob) {
        URI uri = of("blobs/" + blob.digest());
        return offset -> {
            if (authorizer.known(scope("pull")).isEmpty()) {
                authorize(uri);
            }
            try {
                return source(uri, blob).open(offset);
            } catch (StatusException e) {
                if (e.status() != 401) {
                    throw e;
                }
                authorize(uri); // a token ends, perhaps between two blobs
                return source(uri, blob).open(offset);
            }
        };
    }

    /** Asks for the head, so that a token that is needed is there for every part of the transfer. */
    private void authorize(URI blob) {
        send(Call.get(blob).method("HEAD"), scope("pull")).close();
    }

    private BlobSource source(URI uri, Descriptor blob) {
        Call call = authorizer.known(scope("pull")).map(h -> Call.get(uri).with("Authorization", h)).orElse(Call.get(uri));
        return client.source(call, reply -> failure(reply, "the blob " + blob.digest() + " of " + image));
    }

    public boolean has(Digest blob) {
        try (Reply reply = send(Call.get(of("blobs/" + blob)).method("HEAD"), scope("pull,push"))) {
            if (reply.status() == 200 || reply.status() == 404) {
                return reply.status() == 200;
            }
            throw failure(reply, "the blob " + blob + " of " + image);
        }
    }

    /** Uploads a blob in one piece. */
    public void upload(Digest digest, BodyPublisher content, long size) {
        Reply begun = send(Call.get(of("blobs/uploads/")).method("POST").body(new byte[0]), scope("pull,push"));
        if (begun.status() != 202) {
            throw failure(begun, "an upload to " + image);
        }
        begun.close();
        String location = begun.headers().firstValue("Location")
                .orElseThrow(() -> new GyreException(image.registry() + " does not say where to upload to"));
        URI to = at("").resolve(location);
        if (!to.getScheme().equals(scheme) && !to.getScheme().equals("https")) {
            throw new GyreException(image.registry() + " wants uploads to " + to.getScheme() + "://" + to.getHost() + ", which is not followed");
        }
        RegistryClient.checkLeads(at(""), to);
        URI target = URI.create(to + (to.getRawQuery() == null ? "?" : "&") + "digest=" + digest);
        Call call = Call.get(target).method("PUT").with("Content-Type", "application/octet-stream").body(content, size);
        boolean same = target.getAuthority().equals(at("").getAuthority());
        Reply done = same ? send(call, scope("pull,push")) : client.send(call); // to others without our token
        if (done.status() != 201 && done.status() != 204) {
            throw failure(done, "an upload to " + image);
        }
        done.close();
    }

    /** Names a manifest whose blobs are there. */
    public void put(String reference, byte[] manifest) {
        Reply reply = send(Call.get(of("manifests/" + reference)).method("PUT").with("Content-Type", ImageManifest.TYPE).body(manifest), scope("pull,push"));
        if (reply.status() != 201 && reply.status() != 200) {
            throw failure(reply, "the manifest of " + image);
        }
        reply.close();
    }

    /** Whether the registry accepts who we are. */
    public void check() {
        try (Reply reply = send(Call.get(at("")), "")) {
            if (reply.status() == 401 || reply.status() == 403) {
                throw new StatusException(reply.status(), "the registry " + image.registry() + " refuses this user and password" + said(reply));
            }
            if (reply.status() != 200) {
                throw failure(reply, "its version");
            }
        }
    }

    private RuntimeException failure(Reply reply, String what) {
        int status = reply.status();
        String said = said(reply);
        String where = "the registry " + image.registry();
        if (status >= 500 || status == 429) {
            String when = reply.retryAfter().map(p -> "; it wants to be asked again in " + p.toSeconds() + " s").orElse("");
            return new UnreachableException(where + " cannot answer about " + what + " now: it answered " + status + said + when, null);
        }
        return new StatusException(status, switch (status) {
            case 401, 403 -> where + " refuses " + what + said + "; is there such a repository, and may you? 'gyre registry login " + image.registry()
                    + "' tells it who you are";
            case 404 -> where + " has not " + what + said;
            default -> where + " answered " + status + " when asked about " + what + said;
        });
    }

    private static String said(Reply reply) {
        try {
            List<ConfigTable> errors = JsonReader.read(new String(RegistryClient.document(reply, MAX_ERROR), StandardCharsets.UTF_8), "error").tables("errors");
            String message = errors.isEmpty() ? "" : errors.getFirst().string("message").or(() -> errors.getFirst().string("code")).orElse("");
            return message.isEmpty() ? "" : " (" + message.substring(0, Math.min(200, message.length())) + ")";
        } catch (GyreException e) {
            return "";
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
