package dev.gyre.host.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.engine.TrapException;
import dev.gyre.api.engine.TrapKind;
import dev.gyre.host.rig.GuestRig;

class WasiOutboundHttpTest extends GuestFixture {
    @ParameterizedTest
    @EnumSource(CoreLayout.class)
    void aGuestOfEitherLayoutSendsRequestsAndReadsAnswersAndErrors(CoreLayout layout) {
        try (GuestRig.Run run = rig(layout == CoreLayout.SLOTS ? "http-slots" : "http-packed", layout).start()) {
            assertEquals("201\nx-b: 1\nx-b: 2\ncontent-length: 23\n\nGET /p?q=1 HTTP/1.1|v|", run.text("send", 0, "http://h/p?q=1", "x-a:v\nhost:evil", "").replace(": 22", ": 23"));
            assertEquals("destination-not-allowed", run.text("send", 0, "http://other/", "", ""));
            assertEquals("invalid-url", run.text("send", 0, "no url", "", ""));
            assertEquals("invalid-url", run.text("send", 0, "http://h/" + "x".repeat(40_000), "", ""));
            assertEquals("runtime-error", run.text("send", 0, "http://h/", "bad name:v", ""));
            assertEquals("request-error", run.text("send", 1, "http://h/", "", "x".repeat(70_000)));
            assertEquals(1, server.seen.size());
        }
    }

    @ParameterizedTest
    @CsvSource({"0, GET", "1, POST", "2, PUT", "3, DELETE", "4, PATCH", "5, HEAD", "6, OPTIONS"})
    void everyMethodIsKnownByItsNumber(int number, String method) {
        try (GuestRig.Run run = rig("http-packed", CoreLayout.PACKED).start()) {
            String body = method.equals("GET") || method.equals("HEAD") ? "" : "content";
            String answer = run.text("send", number, "http://h/x", "", body);
            assertTrue(answer.startsWith("201\n"), answer);
            assertEquals(method + " /x HTTP/1.1", server.last().line());
            assertEquals(body, server.last().body());
        }
    }

    @Test
    void noTimeLeftIsARequestError() {
        try (GuestRig.Run run = rig("http-packed", CoreLayout.PACKED).start()) {
            run.event.millisLeft(-5);
            assertEquals("request-error", run.text("send", 0, "http://h/", "", ""));
        }
    }

    @ParameterizedTest
    @CsvSource({
        // method, url, headers, params, body option, result
        "7, 16, 9, 0, 0, 0, 0, 0, 0, 0, 1024, ABI_VIOLATION", "-1, 16, 9, 0, 0, 0, 0, 0, 0, 0, 1024, ABI_VIOLATION", "0, 16, 9, 0, 0, 0, 0, 2, 0, 0, 1024, ABI_VIOLATION",
        "0, 65530, 9, 0, 0, 0, 0, 0, 0, 0, 1024, OUT_OF_BOUNDS_MEMORY", "0, -1, 9, 0, 0, 0, 0, 0, 0, 0, 1024, OUT_OF_BOUNDS_MEMORY",
        "0, 40, 2, 0, 0, 0, 0, 0, 0, 0, 1024, ABI_VIOLATION", "0, 16, 9, 48, 1, 0, 0, 0, 0, 0, 1024, OUT_OF_BOUNDS_MEMORY",
        "0, 16, 9, 65530, 1, 0, 0, 0, 0, 0, 1024, OUT_OF_BOUNDS_MEMORY", "0, 16, 9, 0, 268435456, 0, 0, 0, 0, 0, 1024, ABI_VIOLATION",
        "0, 16, 9, 0, -1, 0, 0, 0, 0, 0, 1024, ABI_VIOLATION", "0, 16, 9, 0, 0, 0, 0, 1, 65000, 1000, 1024, OUT_OF_BOUNDS_MEMORY",
        "0, 16, 9, 0, 0, 0, 0, 0, 0, 0, 65505, OUT_OF_BOUNDS_MEMORY", "0, 16, 9, 0, 0, 0, 0, 0, 0, 0, -8, OUT_OF_BOUNDS_MEMORY",
    })
    void whatBreaksTheConventionIsATrapBeforeAnythingIsSent(int method, int url, int urlLength, int headers, int headerCount, int params, int paramCount,
            int hasBody, int body, int bodyLength, int result, TrapKind kind) {
        try (GuestRig.Run run = rig("hostile", CoreLayout.PACKED).start()) {
            TrapException e = assertThrows(TrapException.class,
                    () -> run.call("request", method, url, urlLength, headers, headerCount, params, paramCount, hasBody, body, bodyLength, result));
            assertEquals(kind, e.kind());
        }
        assertTrue(server.seen.isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"0, ABI_VIOLATION", "4097, ABI_VIOLATION", "65532, OUT_OF_BOUNDS_MEMORY", "-16, OUT_OF_BOUNDS_MEMORY"})
    void anAllocatorThatLiesIsATrap(int pointer, TrapKind kind) {
        try (GuestRig.Run run = rig("hostile", CoreLayout.PACKED).start()) {
            run.call("set-next", pointer);
            assertEquals(kind, assertThrows(TrapException.class, () -> run.call("request", 0, 16, 9, 0, 0, 0, 0, 0, 0, 0, 1024)).kind());
        }
    }

    @Test
    void memoryOfFailedAnswersIsGivenBack() {
        for (int i = 0; i < 20; i++) {
            anAllocatorThatLiesIsATrap(0, TrapKind.ABI_VIOLATION);
        }
        try (GuestRig.Run run = rig("http-packed", CoreLayout.PACKED).start()) {
            assertTrue(run.text("send", 0, "http://h/", "", "").startsWith("201"));
        }
    }
}
