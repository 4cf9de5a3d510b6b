package dev.gyre.bindle;

import java.nio.file.Path;

/**
 * Where the parts of a standalone bindle are ({@code docs/standalone-bindle-spec.md}): {@code <sha of id>/invoice.toml} and
 * {@code <sha of id>/parcels/<sha>.dat}.
 *
 * @param folder of this bindle
 */
public record StandaloneBindle(Path folder) {
    /** The bindle of that id in a folder of several. */
    public static StandaloneBindle of(Path parent, BindleId id) {
        return new StandaloneBindle(parent.resolve(id.sha()));
    }

    public Path invoice() {
        return folder.resolve("invoice.toml");
    }

    public Path parcels() {
        return folder.resolve("parcels");
    }

    public Path parcel(String sha256) {
        return parcels().resolve(sha256 + ".dat");
    }
}
