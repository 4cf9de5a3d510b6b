package dev.gyre.loader.bindle.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.gyre.api.GyreException;
import dev.gyre.bindle.BindleId;
import dev.gyre.bindle.StandaloneBindle;

/** Bindles that are not what they should be. None is loaded, none leaves a file outside of its place. */
class HostileBindlesTest extends BindleTest {
    private StandaloneBindle bindle;
    private String invoice;

    @BeforeEach
    void prepare() throws IOException {
        bindle("prepare", "-d", temp.resolve("out").toString());
        bindle = StandaloneBindle.of(temp.resolve("out"), BindleId.parse("example.com/shop/1.2.3"));
        invoice = Files.readString(bindle.invoice());
    }

    private String refusal(String from, String to) throws IOException {
        assertTrue(invoice.contains(from), from);
        return refusal(invoice.replaceFirst(java.util.regex.Pattern.quote(from), java.util.regex.Matcher.quoteReplacement(to)));
    }

    private String refusal(String text) throws IOException {
        Files.writeString(bindle.invoice(), text);
        Map<String, String> source = at(temp.resolve("out").toUri().toString());
        Path before = staging();
        String message = assertThrows(GyreException.class, () -> pull(source)).getMessage();
        Path staged = before.resolveSibling("staging" + (Integer.parseInt(before.getFileName().toString().substring(7)) + 1));
        if (Files.exists(staged)) {
            try (Stream<Path> left = Files.walk(staged)) {
                assertEquals(List.of(), left.filter(Files::isRegularFile).toList(), "left behind");
            }
        }
        return message;
    }

    private static void assertContains(String expected, String message) {
        assertTrue(message.contains(expected), message);
    }

    @Test
    void pathsStayBelowTheGuestsRoot() throws IOException {
        for (String bad : List.of("../../escaped", "/", "a/../../escaped", "c:\\\\x", "a//b", "x/", "a\\u0000b", "")) {
            String message = refusal("name = 'public/index.html'", "name = \"" + bad + "\"");
            assertTrue(message.contains("of a file is refused"), message);
        }
        assertFalse(Files.exists(temp.resolve("escaped")));
    }

    @Test
    void filesDoNotContradictEachOther() throws IOException {
        assertContains("two different files", refusal("name = 'public/index.html'", "name = 'public/empty'"));
        assertContains("both a file and a folder", refusal("name = 'public/index.html'", "name = 'public/css'"));
    }

    @Test
    void parcelsAreWhatTheInvoiceSays() throws IOException {
        Path parcel;
        try (Stream<Path> parcels = Files.list(bindle.parcels())) {
            parcel = parcels.filter(p -> p.toFile().length() == "\0asm back".length()).findFirst().orElseThrow();
        }
        Files.writeString(parcel, "\0asm evil");
        assertContains("has not the digest", refusal(invoice));
        Files.writeString(parcel, "\0asm");
        assertContains("the transfer ended after 4 of 9 bytes", refusal(invoice));
        Files.writeString(parcel, "\0asm back, and more");
        assertContains("is larger than the 9 bytes", refusal(invoice));
        Files.delete(parcel);
        assertContains("is not complete", refusal(invoice));
    }

    @Test
    void sizesAreBounded() throws IOException {
        assertContains("at most 268435456 are allowed", refusal("size = 10", "size = 300000000"));
        assertContains("at most 1073741824 are allowed", refusal("name = 'public/index.html'\nsize = 3", "name = 'public/index.html'\nsize = 3000000000"));
    }

    @Test
    void anInvoiceIsThatOfTheBindleAndHasOneManifest() throws IOException {
        assertContains("and sent example.com/shop/1.2.4", refusal("version = '1.2.3'", "version = '1.2.4'"));
        assertContains("is no Spin application: 0 of its parcels", refusal("vnd.fermyon.spin+toml", "toml"));
        assertContains("2 of its parcels", refusal("'application/wasm'", "'application/vnd.fermyon.spin+toml'"));
        assertContains("this is not TOML", refusal("this is no TOML"));
    }
}
