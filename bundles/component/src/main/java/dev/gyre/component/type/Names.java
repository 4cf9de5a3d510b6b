package dev.gyre.component.type;

import java.util.regex.Pattern;

/** Syntax of names (Explainer.md, "Import and Export Definitions"). Stateless. */
public final class Names {
    private static final String FIRST = "(?:[a-z][0-9a-z]*|[A-Z][0-9A-Z]*)";
    private static final String FRAGMENT = "(?:[0-9a-z]+|[0-9A-Z]+)";
    private static final Pattern LABEL = Pattern.compile(FIRST + "(?:-" + FRAGMENT + ")*");

    private static final Pattern WORDS = Pattern.compile("[a-z][0-9a-z]*(?:-[0-9a-z]+)*");

    private Names() {
    }

    /** Whether a text is in kebab case: words of letters of one case and digits, the first one not starting with a digit. */
    public static boolean isLabel(String text) {
        return LABEL.matcher(text).matches();
    }

    /** Whether a text is a namespace's or package's name: in kebab case without capitals. */
    static boolean areWords(String text) {
        return WORDS.matcher(text).matches();
    }
}
