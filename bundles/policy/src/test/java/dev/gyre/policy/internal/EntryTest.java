package dev.gyre.policy.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The grammar of {@code allowed_outbound_hosts}, row by row. */
class EntryTest {
    @ParameterizedTest
    @CsvSource({
        // schemes
        "https://example.com, https, example.com, 443, true", "https://example.com, http, example.com, 443, false", "*://example.com:443, redis, example.com, 443, true",
        "HTTP://example.com, http, example.com, 80, true", "http://example.com, https, example.com, 80, false",
        // well-known ports
        "http://example.com, http, example.com, 80, true", "http://example.com, http, example.com, 8080, false", "redis://cache, redis, cache, 6379, true",
        "mysql://db, mysql, db, 3306, true", "postgres://db, postgres, db, 5432, true", "mqtt://m, mqtt, m, 1883, true", "https://example.com:, https, example.com, 443, true",
        // ports
        "http://example.com:8080, http, example.com, 8080, true", "http://example.com:8080, http, example.com, 80, false", "http://example.com:*, http, example.com, 1, true",
        "http://example.com:*, http, example.com, 65535, true", "http://example.com:8000..8010, http, example.com, 8000, true",
        "http://example.com:8000..8010, http, example.com, 8009, true", "http://example.com:8000..8010, http, example.com, 8010, false",
        "http://example.com:8000..8010, http, example.com, 7999, false",
        // hosts
        "http://*, http, anything.example, 80, true", "*://*:*, mqtt, 10.0.0.1, 9, true", "http://*.example.com, http, a.example.com, 80, true",
        "http://*.example.com, http, a.b.example.com, 80, true", "http://*.example.com, http, example.com, 80, false",
        "http://*.example.com, http, evilexample.com, 80, false", "http://*.example.com, http, a.example.com.evil.example, 80, false",
        "http://example.com/, http, example.com, 80, true", "http://example.com:81/, http, example.com, 81, true", "http://EXAMPLE.com., http, example.COM, 80, true",
        "http://b\u00fccher.example, http, xn--bcher-kva.example, 80, true", "http://self, http, self, 80, false", "http://self.alt, http, self.alt, 80, false",
        // addresses
        "http://127.0.0.1, http, 127.0.0.1, 80, true", "http://127.0.0.1, http, 2130706433, 80, true", "http://127.0.0.1, http, 0177.0.0.1, 80, true",
        "http://127.0.0.1, http, localhost, 80, false", "http://localhost, http, 127.0.0.1, 80, false", "http://[::1], http, ::1, 80, true",
        "http://[::1]:8080, http, [0:0::1], 8080, true", "http://[::1]:8080, http, ::1, 80, false", "http://127.0.0.1, http, ::ffff:127.0.0.1, 80, true",
        "http://10.0.0.0/8, http, 10.1.2.3, 80, true", "http://10.0.0.0/8, http, 11.1.2.3, 80, false", "http://10.0.0.0/8:8080, http, 10.0.0.1, 8080, true",
        "http://10.0.0.0/8, http, ten.example, 80, false", "http://10.1.2.3/8, http, 10.9.9.9, 80, true", "http://10.0.0.0/8, http, ::ffff:10.1.2.3, 80, true",
        "*://fd00::/8:*, redis, fd00::1, 6379, true", "*://[fd00::]/8:*, redis, fe00::1, 6379, false",
        "http://*.example.com, http, 10.0.0.1, 80, false", "http://my.spin.internal, http, my.spin.internal, 80, true",
    })
    void whatAnEntryAllows(String entry, String scheme, String host, int port, boolean allowed) {
        assertEquals(allowed, Entry.parse(entry).allows(scheme, Host.parse(host), port, false));
    }

    @ParameterizedTest
    @CsvSource({"http://self, true", "https://self, true", "*://self:*, true", "http://self.alt, true", "http://*, true", "*://*:*, true", "redis://self, false",
        "http://localhost:3000, false", "http://*.example.com, false", "http://0.0.0.0/0, false"})
    void whichEntriesAllowTheApplicationItself(String entry, boolean allowed) {
        assertEquals(allowed, Entry.parse(entry).allowsSelf());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''                             | it has no scheme", "*                | it has no scheme; write <scheme>://<host>[:<port>]", ":  | it has no scheme", "?  | it has no scheme",
        "example.com                    | it has no scheme", "example.com:443  | it has no scheme", "//example.com | it has no scheme",
        "insecure:allow-all             | it belongs in allowed_http_hosts",
        "ht-tp://example.com            | its scheme must be letters only", "://example.com | its scheme must be letters only", "h2://example.com | its scheme must be letters only",
        "{http,https}://example.com     | there are no lists of schemes", "http://{a,b}.example | there are no lists of hosts", "http://example.com:{80,81} | there are no lists of ports",
        "ftp://example.com              | it has no port, and the scheme \"ftp\" has no usual one", "*://example.com | it has no port, and with any scheme",
        "http://example.com/a           | it has a path", "http://example.com:80/a | it has a path", "http://*/a | it has a path",
        "http://example.com:x           | its port must be a number", "http://example.com:65536 | its port must be a number", "http://example.com:-1 | its port must be a number",
        "http://example.com:1..x        | its port must be a number", "http://example.com:9..9 | its range of ports is empty", "http://example.com:9..8 | its range of ports is empty",
        "http://a.*.example             | \"*\" may stand for a whole host", "http://*example.com | \"*\" may stand for a whole host", "http://*.*.com | \"*\" may stand for a whole host",
        "http://*.10.0.0.1              | behind \"*.\" there must be a domain", "http://        | no host name or address", "http://:80 | no host name or address",
        "http://invalid host            | no host name or address", "http://user@example.com | no host name or address", "http://[fe80::1%eth0] | no host name or address",
        "http://::1:80                  | an address of IPv6 needs brackets", "http://::1  | an address of IPv6 needs brackets",
        "http://10.0.0.0/33             | it has a path", "http://exa mple.com/8 | it has a path",
    })
    void whatIsNoEntry(String entry, String problem) {
        String message = assertThrows(IllegalArgumentException.class, () -> Entry.parse(entry)).getMessage();
        assertTrue(message.startsWith(problem), message);
    }
}
