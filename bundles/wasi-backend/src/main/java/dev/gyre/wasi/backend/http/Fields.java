package dev.gyre.wasi.backend.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.api.http.HttpFields;

/**
 * The resource {@code fields}: names compare without case, order and repeated names are kept. Bounded in size; a guest that goes
 * beyond traps, because the interface has no error for it. For the event's thread.
 */
public final class Fields {
    /** Bytes of names and values, and {@value #OVERHEAD} for each field. */
    public static final int LARGEST = 128 << 10;
    private static final int OVERHEAD = 32;
    /** What belongs to a connection and not to a message. */
    private static final Set<String> FORBIDDEN = Set.of("connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection",
            "te", "transfer-encoding", "upgrade", "host", "http2-settings");

    private final List<Field> fields;
    private long size;
    private boolean immutable;

    public Fields() {
        this.fields = new ArrayList<>();
    }

    private Fields(List<Field> fields, long size) {
        this.fields = new ArrayList<>(fields);
        this.size = size;
    }

    /** Fields that guests cannot change. */
    public static Fields of(HttpFields from) {
        List<Field> list = new ArrayList<>(from.size());
        for (Map.Entry<String, String> entry : from) {
            list.add(new Field(entry.getKey(), entry.getValue().getBytes(StandardCharsets.UTF_8)));
        }
        return new Fields(list, 0).freeze();
    }

    public static Fields fromList(List<Field> entries) throws HeaderFailure {
        Fields out = new Fields();
        for (Field entry : entries) {
            out.append(entry.name(), entry.value());
        }
        return out;
    }

    /** From now on guests cannot change them. */
    Fields freeze() {
        immutable = true;
        return this;
    }

    public List<byte[]> get(String name) {
        return fields.stream().filter(f -> f.name().equalsIgnoreCase(name)).map(Field::value).toList();
    }

    public boolean has(String name) {
        return fields.stream().anyMatch(f -> f.name().equalsIgnoreCase(name));
    }

    /** Puts these values where the name was first, or at the end. */
    public void set(String name, List<byte[]> values) throws HeaderFailure {
        checkName(name);
        for (byte[] value : values) {
            checkValue(value);
        }
        checkMutable();
        remove(name);
        for (byte[] value : values) {
            add(name, value);
        }
    }

    public void delete(String name) throws HeaderFailure {
        checkName(name);
        checkMutable();
        remove(name);
    }

    public void append(String name, byte[] value) throws HeaderFailure {
        checkName(name);
        checkValue(value);
        checkMutable();
        add(name, value);
    }

    public List<Field> entries() {
        return List.copyOf(fields);
    }

    /** {@code clone}: a copy that can be changed. */
    public Fields copy() {
        return new Fields(fields, size);
    }

    /** The same for messages of the API. */
    public HttpFields toHttp() {
        return HttpFields.of(fields.stream().map(f -> Map.entry(f.name(), new String(f.value(), StandardCharsets.UTF_8))).toList());
    }

    private void remove(String name) {
        fields.removeIf(f -> f.name().equalsIgnoreCase(name));
        size = fields.stream().mapToLong(Fields::sizeOf).sum();
    }

    private void add(String name, byte[] value) {
        Field field = new Field(name, value);
        size += sizeOf(field);
        if (size > LARGEST) {
            throw new TrapException(TrapKind.RESOURCE_LIMIT, "header fields take more than " + LARGEST + " bytes");
        }
        fields.add(field);
    }

    private static long sizeOf(Field field) {
        return field.name().length() + field.value().length + OVERHEAD;
    }

    private void checkMutable() throws HeaderFailure {
        if (immutable) {
            throw new HeaderFailure(HeaderError.IMMUTABLE);
        }
    }

    private static void checkName(String name) throws HeaderFailure {
        if (name.isEmpty() || !name.chars().allMatch(Fields::isTokenChar)) {
            throw new HeaderFailure(HeaderError.INVALID_SYNTAX);
        }
        if (FORBIDDEN.contains(name.toLowerCase(Locale.ROOT))) {
            throw new HeaderFailure(HeaderError.FORBIDDEN);
        }
    }

    private static void checkValue(byte[] value) throws HeaderFailure {
        for (byte b : value) {
            if (b >= 0 && b < ' ' && b != '\t' || b == 0x7f) {
                throw new HeaderFailure(HeaderError.INVALID_SYNTAX);
            }
        }
    }

    /** RFC 9110, 5.6.2. */
    static boolean isTokenChar(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }
}
