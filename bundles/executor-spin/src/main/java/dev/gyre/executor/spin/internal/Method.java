package dev.gyre.executor.spin.internal;

import java.util.List;

import dev.gyre.api.http.HttpFailure;

/** The enum {@code method} of {@code http-types.wit}; its cases are numbered in this order. */
final class Method {
    private static final List<String> CASES = List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS");

    private Method() {
    }

    /** @throws HttpFailure with 405 for a method the ABI has no case for */
    static int ordinal(String method) {
        int ordinal = CASES.indexOf(method);
        if (ordinal < 0) {
            throw new HttpFailure(405, "", "method " + method + " has no case in the Spin HTTP ABI");
        }
        return ordinal;
    }
}
