package dev.gyre.trigger.http.internal.serve;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;

import dev.gyre.api.Printable;
import dev.gyre.api.http.HttpFailure;
import dev.gyre.api.http.HttpFields;
import dev.gyre.http.listener.HttpLimits;

/**
 * Status and fields of a guest's answer once they are fit to be sent. Immutable.
 *
 * @param fields neither {@code content-length} nor hop-by-hop fields
 * @param length of the body as the guest announced it
 */
record ResponseHead(int status, List<HttpField> fields, OptionalLong length) {
    /** Of a length that fits a long. */
    private static final int MAX_DIGITS = 18;

    /** @throws HttpFailure with 500, naming what no HTTP message may carry */
    static ResponseHead check(int status, HttpFields headers) {
        if (status < 200 || status > 599) {
            throw refused("status " + status + " is not between 200 and 599");
        }
        if (headers.size() > HttpLimits.MAX_RESPONSE_HEADERS) {
            throw refused(headers.size() + " fields are more than " + HttpLimits.MAX_RESPONSE_HEADERS);
        }
        Set<String> connection = HopByHop.named(headers.has("connection") ? headers.all("connection") : List.of());
        List<HttpField> out = new ArrayList<>(headers.size());
        OptionalLong length = OptionalLong.empty();
        long size = 0;
        for (Map.Entry<String, String> header : headers) {
            String value = value(name(header.getKey()), header.getValue());
            HttpField field = new HttpField(header.getKey(), value);
            String lower = field.getLowerCaseName();
            size += lower.length() + value.length() + 4;
            if (field.getHeader() == HttpHeader.CONTENT_LENGTH) {
                length = length(value, length);
            } else if (!HopByHop.is(lower) && !connection.contains(lower)) {
                out.add(field);
            }
        }
        if (size > HttpLimits.MAX_RESPONSE_HEAD) {
            throw refused("fields of " + size + " bytes are more than " + HttpLimits.MAX_RESPONSE_HEAD);
        }
        return new ResponseHead(status, List.copyOf(out), status == 204 ? OptionalLong.empty() : length);
    }

    /** Whether a body may follow; for HEAD none does either. */
    boolean allowsBody() {
        return status != 204 && status != 304;
    }

    private static String name(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!token(name.charAt(i))) {
                throw refused("\"" + Printable.quoted(name) + "\" is no field name");
            }
        }
        if (name.isEmpty()) {
            throw refused("a field has no name");
        }
        return name;
    }

    /** The characters of RFC 9110, section 5.6.2. */
    private static boolean token(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    /** Trimmed, and with one character for each byte of its UTF-8 form, as Jetty wants it. */
    private static String value(String name, String value) {
        String trimmed = value.strip();
        boolean ascii = true;
        for (int i = 0; i < trimmed.length(); i++) {
            char c = trimmed.charAt(i);
            if (c < ' ' && c != '\t' || c == 0x7f) {
                throw refused("the value of field \"" + name + "\" has a control character: \"" + Printable.quoted(trimmed) + '"');
            }
            ascii &= c < 0x80;
        }
        return ascii ? trimmed : new String(trimmed.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static OptionalLong length(String value, OptionalLong before) {
        if (value.isEmpty() || value.length() > MAX_DIGITS || value.chars().anyMatch(c -> c < '0' || c > '9')) {
            throw refused("content-length \"" + Printable.quoted(value) + "\" is no number");
        }
        long length = Long.parseLong(value);
        if (before.isPresent() && before.getAsLong() != length) {
            throw refused("content-length is both " + before.getAsLong() + " and " + length);
        }
        return OptionalLong.of(length);
    }

    private static HttpFailure refused(String detail) {
        return new HttpFailure(500, "", "response cannot be sent: " + detail);
    }
}
