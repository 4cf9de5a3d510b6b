package dev.gyre.bindle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.gyre.api.config.ConfigTable;

/**
 * A part of a bindle.
 *
 * @param conditions when it is wanted; Spin writes a table of them for modules, with nothing in it
 */
public record Parcel(Label label, Optional<Conditions> conditions) {
    /**
     * @param memberOf groups it is in; of the nameless one that is always wanted when there are none
     * @param requires groups that are wanted when it is
     */
    public record Conditions(List<String> memberOf, List<String> requires) {
        public Conditions {
            memberOf = List.copyOf(memberOf);
            requires = List.copyOf(requires);
        }
    }

    /** @throws dev.gyre.api.config.ConfigException for the first field that is wrong */
    public static Parcel read(ConfigTable table) {
        table.allowOnly(List.of("label", "conditions"));
        return new Parcel(Label.read(table.requiredTable("label")), table.table("conditions").map(c -> {
            c.allowOnly(List.of("memberOf", "requires"));
            return new Conditions(c.strings("memberOf"), c.strings("requires"));
        }));
    }

    public boolean isMemberOf(String group) {
        return conditions.filter(c -> c.memberOf().contains(group)).isPresent();
    }

    /** As a table of TOML. */
    public Map<String, Object> toTable() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("label", label.toTable());
        conditions.ifPresent(c -> {
            Map<String, Object> table = new LinkedHashMap<>();
            if (!c.memberOf().isEmpty()) {
                table.put("memberOf", c.memberOf());
            }
            if (!c.requires().isEmpty()) {
                table.put("requires", c.requires());
            }
            out.put("conditions", table);
        });
        return out;
    }
}
