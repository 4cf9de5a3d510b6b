package dev.gyre.itests.component.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.gyre.engine.chicory.internal.ChicoryEngine;

/** What broke us once, and some of what the fuzz command makes. */
class FuzzTest {
    private static final Path ROOT = Path.of(System.getProperty("gyre.root"));
    private static final Path REGRESSIONS = ROOT.resolve("itests/component/src/test/resources/corpus");
    private static final int SOME = 3_000;

    private final Subject subject = new Subject(new ChicoryEngine());

    @Test
    void whatBrokeUsOnceDoesNotAgain() throws IOException {
        List<byte[]> corpus = Fuzz.corpus(List.of(REGRESSIONS));
        assertTrue(!corpus.isEmpty());
        for (byte[] bytes : corpus) {
            assertEquals(Optional.empty(), subject.run(bytes));
        }
    }

    @Test
    void damagedComponentsEndInOneClearError() throws IOException {
        List<byte[]> corpus = Fuzz.corpus(List.of(REGRESSIONS, ROOT.resolve("bundles/component/src/test/resources"), ROOT.resolve("bench/components")));
        for (int seed = 0; seed < SOME; seed++) {
            assertEquals(Optional.empty(), subject.run(Fuzz.damaged(seed, corpus)), "seed " + seed);
        }
        assertTrue(subject.counts().getFirst() > 10, "some are valid");
    }
}
