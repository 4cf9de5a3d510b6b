package dev.gyre.bench;

import java.util.Collection;
import java.util.stream.DoubleStream;

/** What is in the middle, of an even number the larger one. Stateless. */
public final class Median {
    private Median() {
    }

    /** @return not a number when there are none */
    public static double of(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    static double of(Collection<Double> values) {
        return of(values.stream().mapToDouble(Double::doubleValue));
    }
}
