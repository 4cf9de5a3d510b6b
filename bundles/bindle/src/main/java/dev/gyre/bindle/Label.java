package dev.gyre.bindle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.gyre.api.config.ConfigTable;

/**
 * What a parcel is.
 *
 * @param sha256      of its content, in hexadecimal digits; any text in invoices of test data, which then cannot be fetched
 * @param name        what it is called, for files a path relative to the guest's root
 * @param size        in bytes
 * @param annotations anything
 * @param feature     what it is for, by namespace
 * @param origin      the bindle it first was part of
 */
public record Label(String sha256, String mediaType, String name, long size, Map<String, String> annotations,
        Map<String, Map<String, String>> feature, Optional<String> origin) {
    private static final Pattern SHA = Pattern.compile("[0-9a-zA-Z]{1,128}");

    public Label {
        annotations = Map.copyOf(annotations);
        feature = Map.copyOf(feature);
    }

    public Label(String sha256, String mediaType, String name, long size) {
        this(sha256, mediaType, name, size, Map.of(), Map.of(), Optional.empty());
    }

    /** @throws dev.gyre.api.config.ConfigException for the first field that is wrong */
    public static Label read(ConfigTable table) {
        table.allowOnly(List.of("sha256", "mediaType", "name", "size", "annotations", "feature", "origin"));
        String sha256 = table.requiredString("sha256");
        if (!SHA.matcher(sha256).matches()) {
            throw table.badValue("sha256", "a digest in hexadecimal digits");
        }
        long size = table.integer("size").orElseThrow(() -> table.error("size", "required field is missing; it must be a number of bytes"));
        if (size < 0) {
            throw table.badValue("size", "a number of bytes");
        }
        Map<String, Map<String, String>> feature = new LinkedHashMap<>();
        table.table("feature").ifPresent(f -> f.keys().forEach(key -> feature.put(key, f.stringMap(key))));
        return new Label(sha256, table.requiredString("mediaType"), table.requiredString("name"), size, table.stringMap("annotations"), feature,
                table.string("origin"));
    }

    /** As a table of TOML. */
    public Map<String, Object> toTable() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("sha256", sha256);
        out.put("mediaType", mediaType);
        out.put("name", name);
        out.put("size", size);
        origin.ifPresent(o -> out.put("origin", o));
        if (!annotations.isEmpty()) {
            out.put("annotations", annotations);
        }
        if (!feature.isEmpty()) {
            out.put("feature", feature);
        }
        return out;
    }
}
