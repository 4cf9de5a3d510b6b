package dev.gyre.launcher.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTest {
    private static Request parse(String... words) throws ClientException {
        return Request.parse(List.of(words));
    }

    @Test
    void aCommandGoesToTheContainerThatIsNamed() throws ClientException {
        Request request = parse("engine", "use", "graalwasm", "--app", "a b", "-f", "x/spin.toml", "--pid=12");
        assertEquals(Optional.of("engine:use \"graalwasm\" \"--app\" \"a b\""), request.command());
        assertEquals(new Request.Target(Path.of("x/spin.toml"), Optional.empty(), OptionalLong.of(12)), request.target());
        assertEquals(Optional.of(Path.of("s")), parse("app", "--state-dir", "s", "list").target().state());
    }

    @Test
    void nothingInAnArgumentIsTakenForTheLanguage() throws ClientException {
        assertEquals(Optional.of("app:list \"\\$(x) \\\"q\\\" \\\\ ; | 'y' \\`\""), parse("app", "list", "$(x) \"q\" \\ ; | 'y' `").command());
        assertThrows(ClientException.class, () -> parse("app", "list;x"));
        assertThrows(ClientException.class, () -> parse("app", "list", "a\nb"));
    }

    /** What is a path and what an option is known where the options are: in the container. */
    @Test
    void theContainerIsToldWhichFolderPathsAreRelativeTo() throws ClientException {
        String here = " --relative-to \"" + Path.of("").toAbsolutePath() + "\" ";
        Request deploy = parse("app", "deploy", "--name", "s", "shop", "--dir", "/srv");
        assertEquals(Optional.of("app:deploy" + here + "\"--name\" \"s\" \"shop\""), deploy.command());
        assertEquals(Optional.of(Path.of("/srv/data")), deploy.target().state());
        assertTrue(deploy.changesServed());
        assertEquals(Optional.of("app:update" + here + "\"s\" \"bindle:shop/1.0.0\""), parse("app", "update", "s", "bindle:shop/1.0.0").command());
        assertFalse(parse("app", "list").changesServed());
        assertEquals(Optional.of("bundle:install" + here + "\"./x.jar\""), parse("bundle", "install", "./x.jar").command());
        assertEquals(Optional.of("bundle:update" + here + "\"x\" \"x.jar\""), parse("bundle", "update", "x", "x.jar").command());
        assertEquals(Optional.of("bundle:stop \"x.jar\""), parse("bundle", "stop", "x.jar").command());
    }

    @Test
    void aLineForTheShellIsPassedOnAsItIs() throws ClientException {
        Request request = parse("shell", "-f", "app", "a:b", "$x", "-f", "--help");
        assertEquals(Optional.of("a:b $x -f --help"), request.command());
        assertEquals(Path.of("app"), request.target().file());
        assertFalse(request.help());
        assertEquals(Optional.empty(), parse("shell").command());
    }

    @Test
    void helpNeedsNoContainer() throws ClientException {
        for (String group : Client.GROUPS) {
            assertTrue(parse(group, "--help").help());
        }
        assertTrue(parse("engine", "use", "--help").help());
        assertTrue(parse("app").help());
    }

    @ParameterizedTest
    @CsvSource({"app;list;--pid;x, option '--pid' must be a process id", "app;list;-f, option '-f' needs a value", "shell;--nope, unknown option '--nope'"})
    void mistakesAreTold(String line, String message) {
        ClientException e = assertThrows(ClientException.class, () -> parse(line.split(";")));
        assertEquals(ClientException.USAGE, e.exitCode());
        assertTrue(e.getMessage().startsWith(message), e.getMessage());
    }
}
