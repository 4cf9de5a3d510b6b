package dev.gyre.http.listener;

import java.nio.file.Path;

/** A PEM file with a certificate chain, and one with its private key. */
public record TlsFiles(Path certificate, Path key) {
}
