package dev.gyre.policy.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostTest {
    @ParameterizedTest
    @CsvSource({
        "Example.COM, example.com",
        "example.com., example.com",
        "my_service, my_service",
        "BÜCHER.example, xn--bcher-kva.example",
        "example。com, example.com",
        "ｅxample.com, example.com",
    })
    void oneNameHasOneForm(String written, String expected) {
        Host host = Host.parse(written);
        assertEquals(expected, host.name());
        assertTrue(host.address().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "127.0.0.1., 127.0.0.1",
        "127.1, 127.0.0.1",
        "2130706433, 127.0.0.1",
        "0x7f000001, 127.0.0.1",
        "0x7F.1, 127.0.0.1",
        "0177.0.0.01, 127.0.0.1",
        "１２７.０.０.１, 127.0.0.1",
        "::1, 0:0:0:0:0:0:0:1",
        "[::1], 0:0:0:0:0:0:0:1",
        "[::ffff:169.254.169.254], 169.254.169.254",
        "::FFFF:7f00:1, 127.0.0.1",
    })
    void everySpellingOfAnAddressIsThatAddress(String written, String expected) {
        Host host = Host.parse(written);
        assertEquals(expected, host.name());
        assertEquals(expected, host.address().orElseThrow().getHostAddress());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a..b", "a b", "a\nb", "a%2eb", "a/b", "a@b", "a\\b", "a#b", "a?b", "*", "{{ host }}",
        "[fe80::1%eth0]", "fe80::1%1", "[127.0.0.1]", "[", "[]", "1.2.3.256", "4294967296", "0x1ffffffff", "foo.0x7f", "1.2.3.4.5", "08", "a:b"})
    void whatIsNoHostIsRefusedWithoutRepeatingIt(String written) {
        assertEquals("no host name or address", assertThrows(IllegalArgumentException.class, () -> Host.parse(written)).getMessage());
    }

    @Test
    void aNameLongerThanTheDnsAllowsIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Host.parse("a.".repeat(127) + "a"));
        assertThrows(IllegalArgumentException.class, () -> Host.parse("a".repeat(64)));
        assertThrows(IllegalArgumentException.class, () -> Host.parse("a".repeat(1_000_000)));
    }

    @Test
    void isShownAsInAUrl() {
        assertEquals("[0:0:0:0:0:0:0:1]", Host.parse("::1").toString());
        assertEquals("example.com", Host.parse("example.com").toString());
    }
}
