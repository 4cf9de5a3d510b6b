package dev.gyre.loader.oci.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.gyre.loader.oci.internal.registry.CredentialFiles;
import dev.gyre.loader.oci.internal.registry.Login;

/** Docker's configuration and credential helpers: programs on the path, which surefire puts {@code target/helpers} on. */
class CredentialsTest {
    /** Knows a user, a token and nobody else, as Docker's helpers do. */
    private static final String HELPER = """
            #!/bin/sh
            [ "$1" = get ] || exit 2
            read -r server
            case "$server" in
            user.example) echo '{"ServerURL": "user.example", "Username": "me", "Secret": "s3cret"}' ;;
            token.example) echo '{"ServerURL": "token.example", "Username": "<token>", "Secret": "t0ken"}' ;;
            https://index.docker.io/v1/) echo '{"Username": "hub", "Secret": "h"}' ;;
            empty.example) echo '{"Username": "", "Secret": ""}' ;;
            garbage.example) echo 'this is no JSON' ;;
            *) echo 'credentials not found in native keychain'; exit 1 ;;
            esac
            """;
    private static final Login NOBODY = new Login.Anonymous();

    @TempDir
    Path home;

    private static String helper(String name) throws IOException {
        Path helper = Files.createDirectories(Path.of("target/helpers")).resolve("docker-credential-" + name);
        Files.writeString(helper, HELPER);
        helper.toFile().setExecutable(true);
        return name;
    }

    private CredentialFiles docker(String config) throws IOException {
        Files.writeString(Files.createDirectories(home.resolve(".docker")).resolve("config.json"), config);
        return new CredentialFiles(Map.of(), Optional.of(home.toString()));
    }

    @Test
    void helpersAreAsked() throws IOException {
        CredentialFiles store = docker("{\"credsStore\": \"" + helper("gyre-test") + "\"}");
        assertEquals(new Login.Password("me", "s3cret"), store.login("user.example"));
        assertEquals(new Login.IdentityToken("t0ken"), store.login("token.example"));
        assertEquals(new Login.Password("hub", "h"), store.login("docker.io"), "which files call by an older name");
        for (String unknown : new String[] {"other.example", "empty.example", "garbage.example"}) {
            assertEquals(NOBODY, store.login(unknown), unknown);
        }
    }

    @Test
    void aHelperOfOneRegistryWinsAndFilesDoWhereItKnowsNothing() throws IOException {
        CredentialFiles files = docker("""
                {"credHelpers": {"user.example": "%s", "other.example": "gyre-test"},
                 "auths": {"user.example": {"auth": "eW91OnB3"}, "other.example": {"auth": "eW91OnB3"}, "third.example": {"identitytoken": "t", "auth": "eW91OnB3"},
                           "plain.example": {"username": "u", "password": "p"}, "broken.example": {"auth": "%%%%"}}}
                """.formatted(helper("gyre-test")));
        assertEquals(new Login.Password("me", "s3cret"), files.login("user.example"));
        assertEquals(new Login.Password("you", "pw"), files.login("other.example"));
        assertEquals(new Login.IdentityToken("t"), files.login("third.example"));
        assertEquals(new Login.Password("u", "p"), files.login("plain.example"));
        assertEquals(NOBODY, files.login("broken.example"));
    }

    @Test
    void onlyHelpersByNameAreRun() throws IOException {
        Path evil = Files.writeString(home.resolve("evil"), "#!/bin/sh\ntouch " + home.resolve("ran") + "\n");
        evil.toFile().setExecutable(true);
        for (String name : new String[] {"../../../../" + evil, "/" + evil, "", "a b", "no-such-helper"}) {
            assertEquals(NOBODY, docker("{\"credsStore\": \"" + name + "\"}").login("user.example"), name);
        }
        assertFalse(Files.exists(home.resolve("ran")));
    }

    @Test
    void whatGyreKeepsWinsAndNothingIsShown() throws IOException {
        CredentialFiles files = docker("{\"auths\": {\"user.example\": {\"auth\": \"eW91OnB3\"}}}");
        Login.Password mine = new Login.Password("mine", "my-secret");
        files.save("user.example", mine);
        assertEquals(mine, files.login("user.example"));
        assertFalse((mine + " " + new Login.IdentityToken("my-secret")).contains("my-secret"));
    }

    @Test
    void aConfigurationThatCannotBeReadIsNobodys() throws IOException {
        assertEquals(NOBODY, docker("{").login("user.example"));
        assertEquals(NOBODY, docker("[1]").login("user.example"));
        assertEquals(NOBODY, new CredentialFiles(Map.of(), Optional.empty()).login("user.example"));
    }
}
