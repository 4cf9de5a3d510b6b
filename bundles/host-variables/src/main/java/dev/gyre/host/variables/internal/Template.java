package dev.gyre.host.variables.internal;

import java.util.ArrayList;
import java.util.List;

/** A text with references to variables in double braces, parsed. Immutable. */
record Template(List<Part> parts) {
    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";

    /** A piece of a template. */
    sealed interface Part {
        /** Text that stays as it is. */
        record Literal(String text) implements Part {
        }

        /** The value of another variable. */
        record Reference(VariablePath path) implements Part {
        }
    }

    /** A text that refers to nothing, whatever braces are in it. */
    static Template literal(String text) {
        return new Template(List.of(new Part.Literal(text)));
    }

    /**
     * @param place where the template is written, which relative references start from
     * @throws IllegalArgumentException when braces do not match or an expression is no path; the message repeats nothing of
     *                                  the template, which may be a secret's default
     */
    static Template parse(String text, VariablePath place) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf(OPEN, at);
            if (open != at) {
                int end = open < 0 ? text.length() : open;
                parts.add(new Part.Literal(text.substring(at, end)));
                at = end;
                continue;
            }
            int close = text.indexOf(CLOSE, open + OPEN.length());
            if (close < 0) {
                throw new IllegalArgumentException("the \"{{\" at character " + (open + 1) + " is never closed");
            }
            String expression = text.substring(open + OPEN.length(), close).strip();
            try {
                parts.add(new Part.Reference(place.resolve(expression)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("the expression at character " + (open + 1) + " is no path: " + e.getMessage(), e);
            }
            at = close + CLOSE.length();
        }
        return new Template(List.copyOf(parts));
    }
}
