package dev.gyre.trigger.http.internal.route;

import java.util.ArrayList;
import java.util.List;

import dev.gyre.api.GyreException;

/** A part of a {@link SegmentPattern}: its kind, and the text it matches or the name it captures under. */
record Segment(Kind kind, String text) {
    enum Kind {
        SLASH, DOT, WILDCARD, PARAM, EXACT;

        /** Negative when less specific: exact text before parameters before wildcards; slashes and dots are equal. */
        int compare(Kind other) {
            if (this == other || isSeparator() && other.isSeparator()) {
                return 0;
            }
            // routefinder lets a dot beat everything it is compared with first.
            return this == DOT || ordinal() > other.ordinal() ? 1 : -1;
        }

        private boolean isSeparator() {
            return this == SLASH || this == DOT;
        }
    }

    private static final Segment SLASH = new Segment(Kind.SLASH, "/");
    private static final Segment DOT = new Segment(Kind.DOT, ".");
    private static final Segment WILDCARD = new Segment(Kind.WILDCARD, "");

    /** @throws GyreException for a nameless parameter, or a wildcard that is named or not last */
    static List<Segment> parse(String pattern) {
        List<Segment> out = new ArrayList<>();
        for (String part : pattern.split("/")) {
            if (!part.isEmpty()) {
                if (!out.isEmpty()) {
                    out.add(SLASH);
                }
                parsePart(part, out);
            }
        }
        int wildcard = out.indexOf(WILDCARD);
        if (wildcard >= 0 && wildcard != out.size() - 1) {
            throw new GyreException("a wildcard must be the last segment");
        }
        return out;
    }

    /** Text keeps its dots; after a parameter a dot is a separator. */
    private static void parsePart(String part, List<Segment> out) {
        StringBuilder text = new StringBuilder();
        String[] pieces = part.split("\\.", -1);
        for (int i = 0; i < pieces.length; i++) {
            if (i > 0) {
                if (text.isEmpty() && !out.isEmpty() && out.getLast().kind() == Kind.PARAM) {
                    out.add(DOT);
                } else {
                    text.append('.');
                }
            }
            if (pieces[i].startsWith(":") || pieces[i].startsWith("*")) {
                flush(text, out);
                out.add(special(pieces[i]));
            } else {
                text.append(pieces[i]);
            }
        }
        flush(text, out);
    }

    private static Segment special(String piece) {
        if (piece.equals("*")) {
            return WILDCARD;
        }
        if (piece.startsWith("*")) {
            throw new GyreException("a wildcard has no name: write \"*\" or \"...\" for \"" + piece + "\"");
        }
        if (piece.equals(":")) {
            throw new GyreException("a parameter needs a name, such as \":id\"");
        }
        return new Segment(Kind.PARAM, piece.substring(1));
    }

    private static void flush(StringBuilder text, List<Segment> out) {
        if (!text.isEmpty()) {
            out.add(new Segment(Kind.EXACT, text.toString()));
            text.setLength(0);
        }
    }
}
