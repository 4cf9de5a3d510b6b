package dev.gyre.runtime.internal.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The share of a newcomer follows its times and nothing else. */
class RampTest {
    private static final long BEFORE = 10_000;
    private static final int FIRST = 10;

    private final Ramp ramp = new Ramp();

    RampTest() {
        for (int i = 0; i < 100; i++) {
            ramp.served(BEFORE);
        }
    }

    private void tries(int count, long nanos) {
        for (int i = 0; i < count; i++) {
            ramp.tried(nanos);
        }
    }

    /** Of 1280 events. */
    private int share() {
        int picked = 0;
        for (int i = 0; i < 1280; i++) {
            picked += ramp.picks() ? 1 : 0;
        }
        return picked;
    }

    @Test
    void atFirstItIsLessThanAHundredth() {
        assertEquals(FIRST, share());
    }

    @Test
    void itGrowsWhileTimesAreNear() {
        tries(8, BEFORE * 3 / 2);
        assertEquals(2 * FIRST, share());
        tries(8, BEFORE * 3 / 2);
        assertEquals(2 * FIRST, share(), "the second step takes twice as many events");
        tries(8, BEFORE * 3 / 2);
        assertEquals(4 * FIRST, share());
        tries(2000, BEFORE * 3 / 2);
        assertTrue(ramp.warm());
    }

    @Test
    void itShrinksWhenTimesRise() {
        tries(8, BEFORE);
        assertEquals(2 * FIRST, share());
        tries(16, BEFORE * 5);
        assertEquals(FIRST, share());
    }

    @Test
    void itStaysTheFirstWhileTimesFall() {
        tries(Ramp.LEAST / 2, BEFORE * 100);
        tries(Ramp.LEAST / 2 + Ramp.BLOCK, BEFORE * 20);
        assertEquals(FIRST, share(), "it has just got faster");
        for (int i = 0; i < 20; i++) {
            tries(Ramp.BLOCK, BEFORE * (100 - 4 * i) / 5);
        }
        assertEquals(FIRST, share());
    }

    @Test
    void whoNeverGetsAsFastIsNotWaitedFor() {
        tries(Ramp.BLOCK, BEFORE * 100);
        tries(Ramp.LEAST - Ramp.BLOCK - 1, BEFORE * 20);
        assertEquals(FIRST, share());
        tries(2000, BEFORE * 20);
        assertTrue(ramp.warm(), "it has not got faster since it had half as many events");
    }

    @Test
    void whoRunsOutOfTimeWhereTheOtherDoesNotIsGivenUp() {
        assertFalse(ramp.triedLate());
        assertFalse(ramp.triedLate());
        assertTrue(ramp.triedLate());
    }

    @Test
    void whoRunsOutOfTimeAsTheOtherDoesIsNot() {
        for (int i = 0; i < 20; i++) {
            ramp.servedLate();
        }
        for (int i = 0; i < 20; i++) {
            assertFalse(ramp.triedLate());
        }
    }

    @Test
    void norIsWhoseEventsMostlyEndInTime() {
        tries(20, BEFORE);
        for (int i = 0; i < 20; i++) {
            assertFalse(ramp.triedLate());
        }
    }

    @Test
    void butShrinksWhenItGetsSlowerThanAtItsBest() {
        tries(Ramp.LEAST + 8, BEFORE * 20);
        assertFalse(ramp.first());
        tries(2000, BEFORE * 100);
        assertTrue(ramp.first());
        assertFalse(ramp.warm());
    }
}
