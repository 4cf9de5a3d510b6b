package dev.gyre.runtime.internal.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import dev.gyre.api.runtime.Limits;
import dev.gyre.api.runtime.UnavailableException;

class PlacesTest {
    private final Places places = new Places("a", limits());

    private static Limits limits() {
        Limits d = Limits.DEFAULT;
        return new Limits(d.memoryBytes(), d.tableElements(), d.stackBytes(), d.deadline(), 3, 0, Duration.ofMillis(1), d.logBytes(), d.handles(), d.valueBytes());
    }

    private void refused(String message) {
        assertEquals(message, assertThrows(UnavailableException.class, places::take).getMessage());
    }

    @Test
    void whoFindsNoneIsToldHowManyThereAreAndWhyNotMore() {
        places.narrow(1);
        places.take();
        refused("component \"a\": the 1 of 3 places (events) that it has while its events compute for long are taken and 0 events wait already (queue)");
        places.narrow(Integer.MAX_VALUE);
        places.take();
        places.take();
        refused("component \"a\": all 3 places (events) are taken and 0 events wait already (queue)");
        places.give();
        places.take();
    }
}
