package dev.gyre.api.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the word a user most likely meant. Stateless. */
public final class Nearest {
    private Nearest() {
    }

    /** The allowed word within a third of its length of typing errors, if any. */
    public static Optional<String> of(String word, Collection<String> allowed) {
        return allowed.stream()
                .filter(a -> distance(word, a) <= Math.max(1, a.length() / 3))
                .min(Comparator.comparingInt((String a) -> distance(word, a)).thenComparing(Comparator.naturalOrder()));
    }

    /** Levenshtein distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
