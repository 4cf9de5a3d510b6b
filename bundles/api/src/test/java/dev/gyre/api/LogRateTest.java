package dev.gyre.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

class LogRateTest {
    private long millis;
    private final LogRate rate = new LogRate(3, 10, () -> TimeUnit.MILLISECONDS.toNanos(millis));
    private final List<Long> told = new ArrayList<>();

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            rate.tell(told::add);
        }
    }

    @Test
    void aBurstIsToldThenSoManyASecondWithTheNumberOfTheOthers() {
        fail(8);
        assertEquals(List.of(0L, 0L, 0L), told);
        millis = 99;
        fail(1);
        millis = 101;
        fail(2);
        assertEquals(List.of(0L, 0L, 0L, 6L), told);
        millis = 100_000;
        fail(5);
        assertEquals(List.of(0L, 0L, 0L, 6L, 1L, 0L, 0L), told);
    }

    @Test
    void aLineSaysHowManyItStandsFor() {
        assertEquals("", LogRate.note(0));
        assertEquals(" (7 failures since the last one told are not in this log)", LogRate.note(7));
    }
}
