package dev.gyre.runtime.internal.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

class QuestionTest {
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void isAskedEachTime() throws Exception {
        Question question = new Question(() -> List.of("answer " + asked.incrementAndGet()));
        assertEquals(List.of("answer 1"), question.answer());
        assertEquals(List.of("answer 2"), question.answer());
    }

    @Test
    void whoOwesAnAnswerIsNotAskedAgain() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Question question = new Question(() -> {
            if (asked.incrementAndGet() == 1) {
                await(go);
            }
            return List.of("answer " + asked.get());
        });
        assertEquals("it does not say within 2 s", assertThrows(TimeoutException.class, question::answer).getMessage());
        assertThrows(TimeoutException.class, question::answer);
        assertEquals(1, asked.get());
        go.countDown();
        while (asked.get() == 1) {
            try {
                question.answer();
            } catch (TimeoutException e) {
                Thread.sleep(1); // it is on its way
            }
        }
        assertEquals(2, asked.get());
    }

    @Test
    void whatItThrowsIsThrown() {
        assertEquals("no", assertThrows(IllegalStateException.class, () -> new Question(() -> {
            throw new IllegalStateException("no");
        }).answer()).getMessage());
        assertThrows(NullPointerException.class, () -> new Question(() -> null).answer());
        assertEquals(StackOverflowError.class, assertThrows(Exception.class, () -> new Question(() -> {
            throw new StackOverflowError();
        }).answer()).getCause().getClass());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
