package dev.gyre.health.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;

class ChecksTest {
    private final Checks checks = new Checks();

    private void add(String name, HealthCheck check) {
        checks.add(check, Map.of(HealthCheck.NAME, name, HealthCheck.TAGS, new String[] {Aspect.READY.tag()}));
    }

    private static HealthCheck says(Result.Status status) {
        return new HealthCheck() {
            @Override
            public Result execute() {
                return new Result(status, "it is");
            }
        };
    }

    @Test
    void twoOfOneNameBothAnswer() {
        for (int i = 0; i < 20; i++) {
            add("db", says(Result.Status.OK));
        }
        add("db", says(Result.Status.CRITICAL));
        List<Checks.Answer> answers = checks.run(Aspect.READY);
        assertEquals(21, answers.size());
        assertEquals(1, answers.stream().filter(answer -> !answer.isOk()).count());
    }

    @Test
    void oneThatThrowsIsNoAnswer() {
        add("throws", () -> {
            throw new IllegalStateException("broken");
        });
        Checks.Answer answer = checks.run(Aspect.READY).getFirst();
        assertFalse(answer.isOk());
        assertTrue(answer.result().toString().contains("broken"), answer.result()::toString);
        assertEquals(List.of(), checks.run(Aspect.LIVE));
    }
}
