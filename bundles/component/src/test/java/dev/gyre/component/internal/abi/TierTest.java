package dev.gyre.component.internal.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When generated code takes over. */
class TierTest {
    @Test
    @Timeout(300)
    void afterSoManyCalls() throws InterruptedException {
        Tier<String> tier = new Tier<>("codec", () -> "code", 3);
        assertEquals("codec", tier.get());
        assertEquals("codec", tier.get());
        while (!tier.get().equals("code")) {
            Thread.sleep(1);
        }
    }

    @Test
    void atOnceOrNever() {
        assertEquals("code", new Tier<>("codec", () -> "code", 0).get());
        Tier<String> never = new Tier<>("codec", () -> "code", -1);
        IntStream.range(0, 5000).forEach(i -> assertEquals("codec", never.get()));
    }
}
