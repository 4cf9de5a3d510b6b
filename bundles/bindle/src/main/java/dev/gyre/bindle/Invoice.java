package dev.gyre.bindle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import dev.gyre.api.GyreException;
import dev.gyre.api.config.ConfigTable;

/** What a bindle consists of. Immutable. */
public record Invoice(
        boolean yanked,
        BindleId id,
        Optional<String> description,
        List<String> authors,
        Map<String, String> annotations,
        List<Parcel> parcels,
        List<Group> groups,
        List<Signature> signatures,
        List<Signature> yankedSignatures) {
    /** The only version there ever was. */
    public static final String FORMAT = "1.0.0";

    public Invoice {
        authors = List.copyOf(authors);
        annotations = Map.copyOf(annotations);
        parcels = List.copyOf(parcels);
        groups = List.copyOf(groups);
        signatures = List.copyOf(signatures);
        yankedSignatures = List.copyOf(yankedSignatures);
    }

    public Invoice(BindleId id, Optional<String> description, List<String> authors, List<Parcel> parcels, List<Group> groups) {
        this(false, id, description, authors, Map.of(), parcels, groups, List.of(), List.of());
    }

    /**
     * An invoice, every field of which must be known.
     *
     * @throws dev.gyre.api.config.ConfigException for the first field that is wrong
     */
    public static Invoice read(ConfigTable table) {
        table.allowOnly(List.of("bindleVersion", "yanked", "yankedSignature", "bindle", "annotations", "parcel", "group", "signature"));
        if (!table.requiredString("bindleVersion").equals(FORMAT)) {
            throw table.badValue("bindleVersion", "\"" + FORMAT + "\"");
        }
        ConfigTable bindle = table.requiredTable("bindle");
        bindle.allowOnly(List.of("name", "version", "description", "authors"));
        return new Invoice(table.bool("yanked").orElse(false), id(bindle), bindle.string("description"), bindle.strings("authors"),
                table.stringMap("annotations"), all(table, "parcel", Parcel::read), all(table, "group", Group::read),
                all(table, "signature", Signature::read), all(table, "yankedSignature", Signature::read));
    }

    private static BindleId id(ConfigTable bindle) {
        SemanticVersion version = checked(bindle, "version", SemanticVersion::parse);
        return checked(bindle, "name", name -> new BindleId(name, version));
    }

    private static <T> T checked(ConfigTable bindle, String key, Function<String, T> parse) {
        String written = bindle.requiredString(key);
        try {
            return parse.apply(written);
        } catch (GyreException e) {
            throw bindle.error(key, e.getMessage());
        }
    }

    private static <T> List<T> all(ConfigTable table, String key, Function<ConfigTable, T> read) {
        return table.tables(key).stream().map(read).toList();
    }

    /** The parcels of a group. */
    public List<Parcel> members(String group) {
        return parcels.stream().filter(p -> p.isMemberOf(group)).toList();
    }

    /** The same, taken out of circulation. */
    public Invoice yank() {
        return new Invoice(true, id, description, authors, annotations, parcels, groups, signatures, yankedSignatures);
    }

    /** As a table of TOML. */
    public Map<String, Object> toTable() {
        Map<String, Object> bindle = new LinkedHashMap<>();
        bindle.put("name", id.name());
        bindle.put("version", id.version().toString());
        description.ifPresent(d -> bindle.put("description", d));
        if (!authors.isEmpty()) {
            bindle.put("authors", authors);
        }
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("bindleVersion", FORMAT);
        if (yanked) {
            out.put("yanked", true);
        }
        tables(out, "yankedSignature", yankedSignatures, Signature::toTable);
        out.put("bindle", bindle);
        if (!annotations.isEmpty()) {
            out.put("annotations", annotations);
        }
        tables(out, "parcel", parcels, Parcel::toTable);
        tables(out, "group", groups, Group::toTable);
        tables(out, "signature", signatures, Signature::toTable);
        return out;
    }

    private static <T> void tables(Map<String, Object> into, String key, List<T> all, Function<T, Map<String, Object>> table) {
        if (!all.isEmpty()) {
            into.put(key, all.stream().map(table).toList());
        }
    }

    /** As {@code invoice.toml}. */
    public String toToml() {
        return TomlWriter.write(toTable());
    }
}
