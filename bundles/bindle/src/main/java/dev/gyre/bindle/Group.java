package dev.gyre.bindle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.config.ConfigTable;

/** Parcels that belong together. {@code satisfiedBy} is {@code allOf} (when absent), {@code oneOf} or {@code optional}. */
public record Group(String name, Optional<Boolean> required, Optional<String> satisfiedBy) {
    public Group(String name) {
        this(name, Optional.empty(), Optional.empty());
    }

    /** @throws dev.gyre.api.config.ConfigException for the first field that is wrong */
    public static Group read(ConfigTable table) {
        table.allowOnly(List.of("name", "required", "satisfiedBy"));
        return new Group(table.requiredString("name"), table.bool("required"), table.string("satisfiedBy"));
    }

    /** As a table of TOML. */
    public Map<String, Object> toTable() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("name", name);
        required.ifPresent(r -> out.put("required", r));
        satisfiedBy.ifPresent(s -> out.put("satisfiedBy", s));
        return out;
    }
}
