package dev.gyre.wasi.p2.internal.io;

import dev.gyre.api.host.WitResource;

/** {@code wasi:io/error}. */
@WitResource(name = "error", type = IoError.class)
public final class Errors {
}
