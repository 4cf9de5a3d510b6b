package dev.gyre.itests.differential;

import dev.gyre.engine.kit.differ.Outcome;
import dev.gyre.engine.kit.differ.Subject;
import dev.gyre.engine.kit.generate.Program;
import dev.gyre.wasm.split.SplitOptions;
import dev.gyre.wasm.split.Splitter;

/** Another subject behind the splitter, which may leave hardly a function whole. */
final class Split implements Subject {
    private static final SplitOptions SMALLEST = new SplitOptions(800, 500, 20);
    private final Subject subject;

    Split(Subject subject) {
        this.subject = subject;
    }

    @Override
    public String name() {
        return "split-" + subject.name();
    }

    @Override
    public Outcome run(Program program, long millis) {
        return subject.run(new Program(program.name(), Splitter.split(program.wasm(), SMALLEST).module(), program.calls()), millis);
    }

    @Override
    public Outcome comparable(Outcome other) {
        return subject.comparable(other);
    }

    @Override
    public void close() {
        subject.close();
    }
}
