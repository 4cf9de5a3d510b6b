package dev.gyre.wasm;

/** Bytes of a module, from start to before end. */
public record Span(int start, int end) {
    public int length() {
        return end - start;
    }
}
