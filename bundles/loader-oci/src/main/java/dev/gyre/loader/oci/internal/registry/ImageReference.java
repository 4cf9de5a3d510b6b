package dev.gyre.loader.oci.internal.registry;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.gyre.api.GyreException;
import dev.gyre.blobs.Digest;

/**
 * An image somewhere: {@code registry/repository:tag} or {@code registry/repository@sha256:...}, as Docker writes it.
 *
 * @param registry   host, and port where it is not the usual one
 * @param repository path of it there
 * @param tag        name of one of its versions, which may mean another one tomorrow
 * @param digest     of its manifest, which decides when it is there
 */
public record ImageReference(String registry, String repository, Optional<String> tag, Optional<Digest> digest) {
    private static final String LATEST = "latest";
    private static final String DOCKER = "docker.io";
    private static final Pattern REGISTRY = Pattern.compile("(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\\[[0-9a-fA-F:.]+])(?::[0-9]{1,5})?");
    private static final Pattern REPOSITORY = Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
    private static final Pattern PARTS = Pattern.compile("(.*?)(?::([^:/@]*))?(?:@(.*))?");

    /** @throws GyreException when it is no such thing */
    public static ImageReference parse(String text) {
        Matcher m = PARTS.matcher(text);
        if (text.length() > 512 || !m.matches()) {
            throw bad(text);
        }
        String name = m.group(1);
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
        String registry = host ? first : DOCKER;
        String repository = host ? name.substring(slash + 1) : name;
        if (registry.equals(DOCKER) && !repository.contains("/")) {
            repository = "library/" + repository;
        }
        Optional<Digest> digest = Optional.ofNullable(m.group(3)).map(Digest::parse);
        Optional<String> tag = Optional.ofNullable(m.group(2)).or(() -> digest.isPresent() ? Optional.empty() : Optional.of(LATEST));
        if (!REGISTRY.matcher(registry).matches() || !REPOSITORY.matcher(repository).matches() || tag.filter(t -> !TAG.matcher(t).matches()).isPresent()) {
            throw bad(text);
        }
        return new ImageReference(registry, repository, tag, digest);
    }

    private static GyreException bad(String text) {
        return new GyreException("\"" + text + "\" is no image reference; it must be like registry.example.com/team/app:1.0.0, all but the tag in lower case");
    }

    /** Where the API of the registry is. */
    public String host() {
        return registry.equals(DOCKER) ? "registry-1.docker.io" : registry;
    }

    /** What the manifest is asked for by. */
    public String manifest() {
        return digest.map(Digest::toString).or(() -> tag).orElseThrow();
    }

    /** The same repository, another tag. */
    public ImageReference tagged(String other) {
        return new ImageReference(registry, repository, Optional.of(other), Optional.empty());
    }

    @Override
    public String toString() {
        return registry + "/" + repository + tag.map(t -> ":" + t).orElse("") + digest.map(d -> "@" + d).orElse("");
    }
}
