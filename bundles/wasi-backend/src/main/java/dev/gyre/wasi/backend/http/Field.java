package dev.gyre.wasi.backend.http;

/** A header field. The value is not copied. */
public record Field(String name, byte[] value) {
}
