package dev.gyre.executor.wagi.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

import dev.gyre.api.http.HttpFailure;
import dev.gyre.api.http.HttpFields;

/** What a script says before the first empty line, as an HTTP status and header fields. */
record CgiHead(int status, HttpFields headers) {
    private static final String INSUFFICIENT = "Exactly one of 'location' or 'content-type' must be specified";

    /**
     * @param head the lines up to the empty one, without carriage returns
     * @throws HttpFailure with 500 when it has none of content-type, status and location
     */
    static CgiHead parse(byte[] head) {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        boolean sufficient = false;
        boolean location = false;
        OptionalInt explicit = OptionalInt.empty();
        for (String line : new String(head, StandardCharsets.UTF_8).split("\n")) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon).trim();
            if (isToken(name)) { // what is no header is left out, as WAGI does
                String value = line.substring(colon + 1).trim();
                if (name.equalsIgnoreCase("status")) {
                    explicit = OptionalInt.of(status(value));
                    sufficient = true;
                } else {
                    location |= name.equalsIgnoreCase("location");
                    sufficient |= location || name.equalsIgnoreCase("content-type");
                    fields.add(Map.entry(name, value));
                }
            }
        }
        if (!sufficient) {
            throw insufficient();
        }
        return new CgiHead(explicit.orElse(location ? 302 : 200), HttpFields.of(fields));
    }

    static HttpFailure insufficient() {
        return new HttpFailure(500, INSUFFICIENT, "the script wrote no content-type, status or location before its first empty line");
    }

    /** The number a status line starts with; 502 when it is none. */
    private static int status(String value) {
        String code = value.split(" ", 2)[0];
        return code.matches("[1-9][0-9]{2}") ? Integer.parseInt(code) : 502;
    }

    private static boolean isToken(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c < 127 && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0);
    }
}
