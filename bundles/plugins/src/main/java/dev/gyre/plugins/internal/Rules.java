package dev.gyre.plugins.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.gyre.api.GyreException;

/**
 * Which plug-ins the operator allows: those in a list of checksums, or those wholly signed by somebody trusted; all when neither was
 * asked for. The files are read for every decision, so they may be changed at any time. Thread-safe.
 */
final class Rules {
    /** Framework property: a file as {@code sha256sum} writes it. */
    static final String CHECKSUMS = "gyre.plugins.checksums";
    /** Framework property: a key store whose certificates are trusted. */
    static final String TRUST = "gyre.plugins.trust";
    /** Framework property: its password. */
    static final String PASSWORD = "gyre.plugins.trust.password";

    private static final Pattern LINE = Pattern.compile("\\s*(\\p{XDigit}{64})(?:\\s.*)?");

    private final Optional<Path> checksums;
    private final Optional<Path> trust;
    private final char[] password;

    private Rules(Optional<Path> checksums, Optional<Path> trust, char[] password) {
        this.checksums = checksums;
        this.trust = trust;
        this.password = password;
    }

    /** @param properties the framework's; nothing or {@code null} for one that is not set */
    static Rules of(UnaryOperator<String> properties) {
        return new Rules(path(properties.apply(CHECKSUMS)), path(properties.apply(TRUST)),
                Optional.ofNullable(properties.apply(PASSWORD)).orElse("").toCharArray());
    }

    private static Optional<Path> path(String value) {
        return Optional.ofNullable(value).filter(v -> !v.isBlank()).map(v -> Path.of(v.strip()));
    }

    /** Whether not every bundle is allowed. */
    boolean any() {
        return checksums.isPresent() || trust.isPresent();
    }

    /** Whether this checksum is in the list. */
    boolean isListed(String sha256) {
        return checksums.isPresent() && list(checksums.get()).contains(sha256);
    }

    private static Set<String> list(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            Set<String> out = new HashSet<>();
            lines.map(LINE::matcher).filter(Matcher::matches).forEach(m -> out.add(m.group(1).toLowerCase(Locale.ROOT)));
            return out;
        } catch (IOException | UncheckedIOException e) {
            throw new GyreException("cannot be checked: " + file + " (" + CHECKSUMS + ") cannot be read: " + e, e);
        }
    }

    /** A check for the entries of a jar whose checksum is not listed. */
    JarCheck.EntryCheck signatures(String sha256) {
        if (trust.isEmpty()) {
            throw new GyreException("is not allowed: its checksum " + sha256 + " is not in " + checksums.orElseThrow());
        }
        Trust trusted = new Trust(trust.get(), password);
        return entry -> {
            if (!trusted.signed(entry)) {
                throw new GyreException("is not allowed: " + entry.getName() + " is not signed by anybody in " + trust.get()
                        + checksums.map(c -> ", and its checksum " + sha256 + " is not in " + c).orElse(""));
            }
        };
    }
}
