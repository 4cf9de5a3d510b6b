package dev.gyre.blobs.http;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * What a server answered.
 *
 * @param uri  that answered, after redirects
 * @param body to be closed; fails when nothing comes for a while
 */
public record Reply(int status, HttpHeaders headers, URI uri, InputStream body) implements AutoCloseable {
    /** Whether it comes from the server that was asked, and not from one that sent us on. */
    public boolean isFrom(URI asked) {
        return Origins.same(uri, asked);
    }

    /** How long the server wants to be left alone ({@code Retry-After} of RFC 9110, seconds or a date), never negative. */
    public Optional<Duration> retryAfter() {
        return headers.firstValue("Retry-After").map(String::strip).flatMap(Reply::pause);
    }

    private static Optional<Duration> pause(String text) {
        try {
            Duration pause = text.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(text))
                    : Duration.between(Instant.now(), ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
            return Optional.of(pause.isNegative() ? Duration.ZERO : pause);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (java.io.IOException e) {
            // nothing more was wanted from it
        }
    }
}
