package dev.gyre.api.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HeapBudgetTest {
    @Test
    void takesUpToItsLimitAndNothingWhenItRefuses() {
        HeapBudget budget = new HeapBudget(10);
        assertTrue(budget.take(10));
        assertFalse(budget.take(1));
        assertEquals(10, budget.used());
        budget.giveBack(4);
        assertTrue(budget.take(4));
    }

    @Test
    void aPartIsBoundByItsOwnLimitAndByTheWholes() {
        HeapBudget whole = new HeapBudget(10);
        HeapBudget one = whole.part(6);
        HeapBudget two = whole.part(6);
        assertFalse(one.take(7));
        assertTrue(one.take(6));
        assertFalse(two.take(5), "the whole has 4 left");
        assertEquals(0, two.used());
        assertTrue(two.take(4));
        assertEquals(10, whole.used());
        one.giveBack(6);
        two.giveBack(4);
        assertEquals(0, whole.used());
    }
}
