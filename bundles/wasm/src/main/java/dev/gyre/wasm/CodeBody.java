package dev.gyre.wasm;

import java.util.List;

/**
 * A function's locals and instructions.
 *
 * @param locals in runs of one type, without the parameters; their sum is not limited by their bytes
 * @param bytes  all of it, without its length
 * @param code   its instructions, the last {@code end} included
 */
public record CodeBody(List<Run> locals, Span bytes, Span code) {
    /** Locals of one type. */
    public record Run(long count, ValType type) {
    }

    public CodeBody {
        locals = List.copyOf(locals);
    }

    /** How many locals there are with so many parameters: the index a further one would have. */
    public long localsWith(int params) {
        return params + locals.stream().mapToLong(Run::count).sum();
    }

    static CodeBody read(WasmInput in) {
        int start = in.position();
        int runs = in.count();
        Run[] locals = new Run[Math.min(runs, (in.end() - in.position()) / 2 + 1)];
        long total = 0;
        for (int i = 0; i < runs; i++) {
            long count = in.u64();
            if (count >>> 32 != 0) {
                throw in.damaged("a count of locals has more than 32 bits");
            }
            total += count;
            if (total >>> 32 != 0) {
                throw in.damaged("a function has " + total + " locals");
            }
            Run run = new Run(count, ValType.read(in));
            locals[i] = run;
        }
        return new CodeBody(List.of(locals), new Span(start, in.end()), new Span(in.position(), in.end()));
    }
}
