package dev.gyre.host.http.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.gyre.api.abi.CoreLayout;
import dev.gyre.api.engine.ExternType;
import dev.gyre.api.engine.ImportType;
import dev.gyre.api.host.BoundHostModule;
import dev.gyre.host.rig.GuestRig;

class WasiExperimentalHttpTest extends GuestFixture {
    private GuestRig.Run start() {
        return rig("experimental", CoreLayout.SLOTS).start();
    }

    @Test
    void aResponseIsReadThroughItsHandle() {
        try (GuestRig.Run run = start()) {
            assertEquals("201 0", run.text("req", "http://h/p", "POST", "x-a: v\n", "body"));
            assertEquals("POST /p HT", run.text("read", 0, 10));
            assertEquals("TP/1.1|v|body", run.text("read", 0, 4096));
            assertEquals("", run.text("read", 0, 10));
            assertEquals("1", run.text("header", 0, "X-B", 100));
            assertEquals("x-b:1\nx-b:2\ncontent-length:23\n", run.text("headers", 0, 100));
            assertEquals(0, run.call("close", 0));
            assertEquals("error 1", run.text("read", 0, 10));
        }
    }

    @Test
    void theErrorsAreUpstreamsNumbers() {
        try (GuestRig.Run run = start()) {
            assertEquals("error 10", run.text("req", "no url", "GET", "", ""));
            assertEquals("error 7", run.text("req", "http://other/", "GET", "", ""));
            assertEquals("error 8", run.text("req", "http://h/", "G T", "", ""));
            assertEquals("error 8", run.text("req", "http://h/", "CONNECT", "", ""));
            assertEquals("error 9", run.text("req", "http://h/", "GET", "no colon", ""));
            assertEquals("error 9", run.text("req", "http://h/", "GET", "bad name: x", ""));
            assertEquals("error 11", run.text("req", "http://h/", "POST", "", "x".repeat(70_000)));
            assertTrue(server.seen.isEmpty());
            assertEquals("201 0", run.text("req", "http://h/", "PURGE", "", ""));
            assertEquals("error 5", run.text("header", 0, "x-missing", 100));
            assertEquals("error 4", run.text("header", 0, "content-length", 1));
            assertEquals("error 4", run.text("headers", 0, 10));
            assertEquals("error 1", run.text("header", 1, "x-b", 10));
            assertEquals("error 1", run.text("headers", -1, 10));
            assertEquals(0, run.call("close", 77), "closing what is not open is no error");
        }
    }

    @Test
    void anEventHoldsABoundedNumberOfResponses() {
        try (GuestRig.Run run = start()) {
            for (int i = 0; i < OpenResponses.MOST; i++) {
                assertEquals("201 " + i, run.text("req", "http://h/", "GET", "", ""));
            }
            assertEquals("error 13", run.text("req", "http://h/", "GET", "", ""));
            run.call("close", 5);
            assertEquals("201 " + OpenResponses.MOST, run.text("req", "http://h/", "GET", "", ""));
        }
    }

    @Test
    void handlesOfOneEventMeanNothingInAnother() {
        GuestRig rig = rig("experimental", CoreLayout.SLOTS);
        try (GuestRig.Run first = rig.start(); GuestRig.Run second = rig.start()) {
            assertEquals("201 0", first.text("req", "http://h/", "GET", "", ""));
            assertEquals("error 1", second.text("read", 0, 10));
        }
    }

    @ParameterizedTest
    @CsvSource({
        // url, method, headers, body, status pointer, handle pointer, error
        "65530, 9, 32, 3, 0, 0, 0, 0, 1024, 1028, 4", "-1, 9, 32, 3, 0, 0, 0, 0, 1024, 1028, 4", "40, 2, 32, 3, 0, 0, 0, 0, 1024, 1028, 6", "16, 9, 65535, 3, 0, 0, 0, 0, 1024, 1028, 4",
        "16, 9, 40, 2, 0, 0, 0, 0, 1024, 1028, 6", "16, 9, 32, -1, 0, 0, 0, 0, 1024, 1028, 8", "16, 9, 32, 3, 65535, 9, 0, 0, 1024, 1028, 4", "16, 9, 32, 3, 0, -1, 0, 0, 1024, 1028, 9",
        "16, 9, 32, 3, 0, 0, 65535, 9, 1024, 1028, 4", "16, 9, 32, 3, 0, 0, 0, -1, 1024, 1028, 11", "16, 9, 32, 3, 0, 0, 0, 0, 65535, 1028, 3", "16, 9, 32, 3, 0, 0, 0, 0, 1024, 65533, 3",
        "16, -1, 32, 3, 0, 0, 0, 0, 1024, 1028, 10", "16, 9, 32, 3, 0, 0, 0, 0, -2, 1028, 3",
    })
    void badPointersAreErrorsBeforeAnythingIsSent(int url, int urlLength, int method, int methodLength, int headers, int headersLength, int body, int bodyLength,
            int status, int handle, int error) {
        try (GuestRig.Run run = rig("hostile", CoreLayout.SLOTS).start()) {
            assertEquals(error, run.call("req", url, urlLength, method, methodLength, headers, headersLength, body, bodyLength, status, handle));
        }
        assertTrue(server.seen.isEmpty());
    }

    @Test
    void badPointersOfReadersAreErrorsThatLoseNothing() {
        try (GuestRig.Run run = rig("hostile", CoreLayout.SLOTS).start()) {
            assertEquals(0, run.call("req", 16, 9, 32, 3, 0, 0, 0, 0, 1024, 1028));
            assertEquals(3, run.call("body_read", 0, 65530, 100, 2048));
            assertEquals(3, run.call("body_read", 0, -1, 1, 2048));
            assertEquals(3, run.call("body_read", 0, 2048, 10, 65534));
            assertEquals(3, run.call("headers_get_all", 0, 65530, 1000, 2048));
            assertEquals(4, run.call("header_get", 0, 65530, 100, 2048, 100, 4000));
            assertEquals(6, run.call("header_get", 0, 40, 2, 2048, 100, 4000));
            assertEquals(5, run.call("header_get", 0, 0, -1, 2048, 100, 4000));
            assertEquals(0, run.call("body_read", 0, 3000, -1, 2048));
            assertEquals("GET / HTTP/1.1||", run.memory().readString(3000, run.memory().readInt(2048)));
        }
    }

    @Test
    void everyNameItGivesIsAFunction() {
        try (GuestRig.Run run = rig("experimental", CoreLayout.SLOTS).start()) {
            BoundHostModule bound = module.bind(run.event.component());
            for (String interfaceName : module.importModules()) {
                for (String name : bound.functionNames(interfaceName)) {
                    assertTrue(bound.function(new ImportType(interfaceName, name, new ExternType.Func(List.of(), List.of()))).isPresent(), name);
                }
                assertTrue(bound.function(new ImportType(interfaceName, "other", new ExternType.Func(List.of(), List.of()))).isEmpty());
            }
        }
    }
}
