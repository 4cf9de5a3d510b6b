package dev.gyre.blobs.internal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.gyre.api.GyreException;

class AllowedRegistriesTest {
    private final AllowedRegistries rules = new AllowedRegistries(List.of("ghcr.io, *.Example.com", "localhost:5000", "/srv/bindles", " "));

    @ParameterizedTest
    @ValueSource(strings = {"ghcr.io", "GHCR.io", "ghcr.io:443", "a.example.com", "a.b.example.com", "a.example.com:8443", "localhost:5000", "/srv/bindles"})
    void whatIsListedMayBeUsed(String server) {
        assertDoesNotThrow(() -> rules.check(server));
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker.io", "ghcr.io.evil.com", "evilghcr.io", "example.com", "evil-example.com", "a.example.com.evil.com", "localhost", "localhost:5001",
            "localhost:50001", "/srv", "/srv/bindles/../other", ""})
    void nothingElseMay(String server) {
        assertThrows(GyreException.class, () -> rules.check(server));
    }

    @Test
    void theMessageSaysWhereToAllowIt() {
        assertEquals("nothing may come from docker.io: the operator allows ghcr.io, *.example.com, localhost:5000, /srv/bindles (dev.gyre.blobs, allowed-registries)",
                assertThrows(GyreException.class, () -> rules.check("docker.io")).getMessage());
    }

    @Test
    void withoutAListAnyMay() {
        assertDoesNotThrow(() -> new AllowedRegistries(List.of("", " , ")).check("docker.io"));
    }
}
