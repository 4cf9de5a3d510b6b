package dev.gyre.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {
    @ParameterizedTest
    @CsvSource({
        "redis://localhost, localhost, 6379, '', '', 0", "redis://localhost:6380/, localhost, 6380, '', '', 0", "redis://h:1/15, h, 1, '', '', 15",
        "redis://:secret@h, h, 6379, '', secret, 0", "redis://me:p%40ss+@h:2/3, h, 2, me, p@ss+, 3", "redis://me@h, h, 6379, me, '', 0", "redis://[::1]:7/1, ::1, 7, '', '', 1",
        "redis://my_cache/0, my_cache, 6379, '', '', 0",
    })
    void addressesAreTakenApart(String text, String host, int port, String user, String password, int database) {
        RedisAddress a = RedisAddress.parse(text);
        assertEquals(host + " " + port + " " + user + " " + password + " " + database,
                a.host() + " " + a.port() + " " + a.user().orElse("") + " " + a.password().orElse("") + " " + a.database());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "localhost:6379", "rediss://h", "redis+unix:///x", "unix:///x", "http://h", "redis://", "redis:///0", "redis://h:0", "redis://h:65536",
        "redis://h:x", "redis://h/x", "redis://h/123456", "redis://h/1/2", "redis://a@b@h", "redis://a b", "redis://h\r\nSET a b", "redis://h?x=y", "redis://h#x", "redis://%zz@h",
        "redis://[::1", "redis://a\\b", "REDIS://h"})
    void otherTextsAreRefusedWithoutRepeatingThem(String text) {
        String message = assertThrows(RedisFailure.class, () -> RedisAddress.parse(text)).getMessage();
        assertFalse(text.length() > 8 && message.contains(text), message);
    }

    @Test
    void theTextForLogsHoldsNoCredentials() {
        assertEquals("redis://h:6379/2", RedisAddress.parse("redis://me:hunter2@h/2").toString());
    }
}
