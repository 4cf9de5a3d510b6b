package dev.gyre.wasi.backend.http;

/** {@code method}. */
public sealed interface HttpMethod {
    /** GET. */
    record Get() implements HttpMethod { }

    /** HEAD. */
    record Head() implements HttpMethod { }

    /** POST. */
    record Post() implements HttpMethod { }

    /** PUT. */
    record Put() implements HttpMethod { }

    /** DELETE. */
    record Delete() implements HttpMethod { }

    /** CONNECT. */
    record Connect() implements HttpMethod { }

    /** OPTIONS. */
    record Options() implements HttpMethod { }

    /** TRACE. */
    record Trace() implements HttpMethod { }

    /** PATCH. */
    record Patch() implements HttpMethod { }

    /** Any other, as sent. */
    record Other(String name) implements HttpMethod { }

    static HttpMethod of(String text) {
        return switch (text) {
            case "GET" -> new Get();
            case "HEAD" -> new Head();
            case "POST" -> new Post();
            case "PUT" -> new Put();
            case "DELETE" -> new Delete();
            case "CONNECT" -> new Connect();
            case "OPTIONS" -> new Options();
            case "TRACE" -> new Trace();
            case "PATCH" -> new Patch();
            default -> new Other(text);
        };
    }

    /** As it is sent. */
    default String text() {
        return this instanceof Other other ? other.name : getClass().getSimpleName().toUpperCase(java.util.Locale.ROOT);
    }
}
