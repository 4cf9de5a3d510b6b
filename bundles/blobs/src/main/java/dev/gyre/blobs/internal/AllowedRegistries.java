package dev.gyre.blobs.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import dev.gyre.api.GyreException;
import dev.gyre.blobs.http.RegistryRules;

/** The operator's list of servers: {@code allowed-registries} of PID {@code dev.gyre.blobs}. Immutable. */
final class AllowedRegistries implements RegistryRules {
    private final List<String> allowed;

    /** @param allowed hosts with or without port, {@code *.example.com} for all below; none allows any */
    AllowedRegistries(List<String> allowed) {
        this.allowed = allowed.stream().flatMap(a -> Arrays.stream(a.split(","))).map(a -> a.strip().toLowerCase(Locale.ROOT)).filter(a -> !a.isEmpty()).toList();
    }

    @Override
    public void check(String server) {
        String asked = server.toLowerCase(Locale.ROOT);
        if (!allowed.isEmpty() && allowed.stream().noneMatch(a -> matches(a, asked))) {
            throw new GyreException("nothing may come from " + server + ": the operator allows " + String.join(", ", allowed) + " (dev.gyre.blobs, allowed-registries)");
        }
    }

    private static boolean matches(String allowed, String asked) {
        String host = allowed.matches(".*:\\d+") ? asked : asked.replaceFirst(":\\d+$", "");
        return allowed.startsWith("*.") ? host.endsWith(allowed.substring(1)) : host.equals(allowed);
    }
}
