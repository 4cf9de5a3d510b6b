package dev.gyre.trigger.http.internal.serve;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;

import dev.gyre.api.host.ServiceChaining;
import dev.gyre.api.http.HttpFields;

/** Request fields as guests get them: lower-case names, order and repetitions kept. Stateless. */
final class RequestHeaders {
    /** What only Gyre tells guests. */
    private static final String FORGED = "spin-";
    private static final String HOST = "host";
    private static final String COOKIE = "cookie";
    /** What a {@code Connection} field cannot take away: it belongs to the message, whatever a client says. */
    private static final Set<String> END_TO_END = Set.of(HOST, "content-length", "content-type");

    private RequestHeaders() {
    }

    /** @param authority becomes the {@code host} field where HTTP/2 sent none */
    static HttpFields of(org.eclipse.jetty.http.HttpFields fields, String authority) {
        Set<String> connection = HopByHop.named(fields.getValuesList(HttpHeader.CONNECTION));
        List<Map.Entry<String, String>> out = new ArrayList<>(fields.size() + 1);
        List<String> cookies = new ArrayList<>(1);
        if (!fields.contains(HttpHeader.HOST) && ServiceChaining.target(authority).isEmpty()) {
            out.add(Map.entry(HOST, authority));
        }
        for (HttpField field : fields) {
            String name = field.getLowerCaseName();
            if (name.startsWith(FORGED) || name.equals(ServiceChaining.TICKET) || HopByHop.is(name) || connection.contains(name) && !END_TO_END.contains(name)) {
                continue;
            }
            String value = field.getValue() == null ? "" : text(field.getValue());
            if (name.equals(HOST) && ServiceChaining.target(value).isPresent()) {
                // Only components call each other so; Spin leaves it out as well.
                continue;
            }
            if (name.equals(COOKIE)) {
                cookies.add(value);
            } else {
                out.add(Map.entry(name, value));
            }
        }
        if (!cookies.isEmpty()) {
            // HTTP/2 may split the field (RFC 9113, 8.2.3); nobody behind it has to know.
            out.add(Map.entry(COOKIE, String.join("; ", cookies)));
        }
        return HttpFields.of(out);
    }

    /** Jetty gives one character for each byte. Fields are UTF-8 by today's custom, and Latin-1 where they are not. */
    static String text(String raw) {
        if (ascii(raw)) {
            return raw;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw.getBytes(StandardCharsets.ISO_8859_1))).toString();
        } catch (CharacterCodingException e) {
            return raw;
        }
    }

    private static boolean ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
