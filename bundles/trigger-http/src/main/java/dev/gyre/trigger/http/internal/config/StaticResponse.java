package dev.gyre.trigger.http.internal.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import dev.gyre.api.config.ConfigTable;
import dev.gyre.api.http.HttpFields;

/**
 * {@code static_response = { status_code, headers, body }} (Spin 3.5). The body is not copied: nobody changes it.
 *
 * @param status 200 when the manifest does not say
 */
public record StaticResponse(int status, HttpFields fields, byte[] body) {
    private static final String STATUS = "status_code";
    private static final int OK = 200;
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    static StaticResponse read(ConfigTable table) {
        table.allowOnly(List.of(STATUS, "headers", "body"));
        long status = table.integer(STATUS).orElse((long) OK);
        if (status < 200 || status > 599) {
            throw table.badValue(STATUS, "200 to 599");
        }
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        table.table("headers").ifPresent(headers -> table.stringMap("headers").forEach((name, value) -> {
            if (!NAME.matcher(name).matches()) {
                throw headers.error(name, "is no name of a header");
            }
            if (value.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 0x7f)) {
                throw headers.error(name, "must not contain control characters");
            }
            fields.add(Map.entry(name.toLowerCase(Locale.ROOT), value));
        }));
        return new StaticResponse((int) status, HttpFields.of(fields), table.string("body").orElse("").getBytes(StandardCharsets.UTF_8));
    }
}
