package dev.gyre.wasi.backend.http;

/** {@code header-error}. */
public enum HeaderError {
    INVALID_SYNTAX, FORBIDDEN, IMMUTABLE
}
