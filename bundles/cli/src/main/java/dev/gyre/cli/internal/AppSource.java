package dev.gyre.cli.internal;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.gyre.cli.NearestManifest;
import dev.gyre.cli.args.Arguments;

/**
 * Where the application comes from.
 *
 * @param scheme of the loader
 */
public record AppSource(String scheme, String reference) {
    public static final String LOCAL = "local";
    private static final String OCI = "oci";
    /** A host with a dot, a port, or of this machine; then a path, a tag, a digest. */
    private static final Pattern HOST = Pattern.compile("(?:localhost|[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+|[A-Za-z0-9.-]+:\\d+)/[a-z0-9][a-z0-9._/-]*(?::[\\w.-]+)?(?:@sha256:[0-9a-f]{64})?");
    private static final Pattern TAGGED = Pattern.compile("[a-z0-9][a-z0-9._/-]*(?::[\\w][\\w.-]*|@sha256:[0-9a-f]{64})");

    /** As options of {@code gyre up} say. */
    public static AppSource of(Arguments args) {
        Optional<AppSource> named = args.one("bindle").map(id -> new AppSource("bindle", id))
                .or(() -> args.one("from-registry").map(image -> new AppSource(OCI, image)));
        return named.orElseGet(() -> infer(args.one("file").or(() -> args.one("from")).orElseGet(() -> NearestManifest.find(Path.of(""))), Path.of("")));
    }

    /**
     * As Spin: what is there is a file; what is not and looks like an image is one.
     *
     * @param folder paths are relative to
     */
    public static AppSource infer(String reference, Path folder) {
        boolean image = !reference.endsWith(".toml") && !exists(folder, reference) && (HOST.matcher(reference).matches() || TAGGED.matcher(reference).matches());
        return new AppSource(image ? OCI : LOCAL, reference);
    }

    private static boolean exists(Path folder, String path) {
        try {
            return Files.exists(folder.resolve(path));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
