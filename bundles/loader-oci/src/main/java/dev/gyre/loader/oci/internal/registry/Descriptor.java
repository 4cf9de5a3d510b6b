package dev.gyre.loader.oci.internal.registry;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.blobs.Blob;
import dev.gyre.blobs.Digest;

/** What a manifest says of a blob. */
public record Descriptor(String mediaType, Digest digest, long size, Map<String, String> annotations) {
    public Descriptor(String mediaType, Digest digest, long size) {
        this(mediaType, digest, size, Map.of());
    }

    static Descriptor read(ConfigTable table) {
        long size = table.integer("size").orElseThrow(() -> table.error("size", "required field is missing; it must be a number of bytes"));
        if (size < 0) {
            throw table.badValue("size", "a number of bytes");
        }
        return new Descriptor(table.requiredString("mediaType"), Digest.parse(table.requiredString("digest")), size, table.stringMap("annotations"));
    }

    /** @param name what messages call it */
    public Blob blob(String name) {
        return new Blob(digest, size, name);
    }

    /** As a value of JSON. */
    public Map<String, Object> toJson() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("mediaType", mediaType);
        out.put("digest", digest.toString());
        out.put("size", size);
        return out;
    }
}
