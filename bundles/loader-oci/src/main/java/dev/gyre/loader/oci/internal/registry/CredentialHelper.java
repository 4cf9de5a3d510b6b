package dev.gyre.loader.oci.internal.registry;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.gyre.api.GyreException;
import dev.gyre.api.config.ConfigTable;
import dev.gyre.locked.json.JsonReader;

/** Asks one of Docker's credential helpers: a program that takes a server's name and gives JSON. Stateless; blocks. */
final class CredentialHelper {
    private static final Logger LOG = LoggerFactory.getLogger(CredentialHelper.class);
    private static final int MAX_BYTES = 64 << 10;
    private static final long SECONDS = 30;
    /** What a helper calls the user of a token. */
    private static final String TOKEN = "<token>";

    private CredentialHelper() {
    }

    /** Nothing when it knows nothing of that server, or is not there. */
    static Optional<Login> get(String program, String server) {
        try {
            Process helper = new ProcessBuilder(program, "get").redirectError(ProcessBuilder.Redirect.DISCARD).start();
            Thread watch = Thread.ofVirtual().start(() -> end(helper));
            try (OutputStream in = helper.getOutputStream()) {
                in.write(server.getBytes(StandardCharsets.UTF_8));
            }
            byte[] out = helper.getInputStream().readNBytes(MAX_BYTES);
            boolean known = helper.waitFor() == 0;
            watch.interrupt();
            return known ? login(new String(out, StandardCharsets.UTF_8), program) : Optional.empty();
        } catch (IOException | GyreException e) {
            LOG.warn("the credential helper {} cannot be asked: {}", program, e.getMessage());
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GyreException("asking " + program + " was interrupted", e);
        }
    }

    private static void end(Process helper) {
        try {
            if (!helper.waitFor(SECONDS, TimeUnit.SECONDS)) {
                helper.destroyForcibly();
            }
        } catch (InterruptedException e) {
            // it has ended
        }
    }

    private static Optional<Login> login(String json, String program) {
        ConfigTable answer = JsonReader.read(json, "answer of " + program);
        Optional<String> secret = answer.string("Secret").filter(s -> !s.isEmpty());
        return secret.flatMap(s -> answer.string("Username").filter(u -> !u.isEmpty())
                .map(user -> user.equals(TOKEN) ? new Login.IdentityToken(s) : new Login.Password(user, s)));
    }
}
