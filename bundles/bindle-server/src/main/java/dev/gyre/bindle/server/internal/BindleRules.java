package dev.gyre.bindle.server.internal;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What holds for a request.
 *
 * @param credentials what the field {@code Authorization} has to be of who may change something; nothing lets everybody
 */
record BindleRules(BindleApi api, Optional<byte[]> credentials, boolean anonymousGet) {
    static BindleRules of(BindleServerSettings settings, BindleFiles files) {
        return new BindleRules(new BindleApi(files, settings.maxParcel()),
                settings.credentials().map(c -> ("Basic " + Base64.getEncoder().encodeToString(c.getBytes(StandardCharsets.UTF_8))).getBytes(StandardCharsets.UTF_8)),
                settings.anonymousGet());
    }
}
