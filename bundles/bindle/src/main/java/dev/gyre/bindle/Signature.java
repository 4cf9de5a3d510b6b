package dev.gyre.bindle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.gyre.api.config.ConfigTable;

/**
 * Somebody's word for the parcels of a bindle.
 *
 * @param signature Ed25519, in Base64
 * @param key       that made it, in Base64
 * @param role      {@code creator}, {@code proxy}, {@code host} or {@code approver}
 * @param at        seconds since 1970
 */
public record Signature(String by, String signature, String key, String role, long at) {
    private static final List<String> ROLES = List.of("creator", "proxy", "host", "approver");

    /** @throws dev.gyre.api.config.ConfigException for the first field that is wrong */
    public static Signature read(ConfigTable table) {
        table.allowOnly(List.of("by", "signature", "key", "role", "at"));
        if (!ROLES.contains(table.requiredString("role"))) {
            throw table.badValue("role", "one of " + String.join(", ", ROLES));
        }
        return new Signature(table.requiredString("by"), table.requiredString("signature"), table.requiredString("key"), table.requiredString("role"),
                table.integer("at").orElseThrow(() -> table.error("at", "required field is missing; it must be a time in seconds")));
    }

    /** As a table of TOML. */
    public Map<String, Object> toTable() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("by", by);
        out.put("signature", signature);
        out.put("key", key);
        out.put("role", role);
        out.put("at", at);
        return out;
    }
}
