package dev.gyre.run.internal.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void oneFunctionIsNotSeveral() {
        assertEquals("0 functions", Report.functions(0));
        assertEquals("1 function", Report.functions(1));
        assertEquals("2 functions", Report.functions(2));
    }
}
