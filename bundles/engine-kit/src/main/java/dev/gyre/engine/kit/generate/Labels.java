package dev.gyre.engine.kit.generate;

import java.util.ArrayList;
import java.util.List;

import dev.gyre.api.engine.ValueType;

/** The labels around the code being generated, and what a branch to each takes. */
final class Labels {
    private final List<List<ValueType>> labels = new ArrayList<>();

    void push(List<ValueType> types) {
        labels.add(types);
    }

    void pop() {
        labels.removeLast();
    }

    int count() {
        return labels.size();
    }

    /** @param depth 0 is the innermost */
    List<ValueType> types(int depth) {
        return labels.get(labels.size() - 1 - depth);
    }
}
